import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutsBetween, nextCut, nextCuts, type DigestSchedule, type Recurrence } from '../../../src/domain/digest-schedule.ts'
import { DAY, type Instant } from '../../../src/domain/instant.ts'

const at = (text: string): Instant => Date.parse(text)
const iso = (instant: Instant): string => new Date(instant).toISOString().replace(':00.000Z', 'Z')
const weekdayMornings = { zone: 'America/Sao_Paulo', minute: 6 * 60, weekdays: 31 }

describe('the cuts of a digest', () => {
  test('Rosa’s weekday digest is cut from Monday to Friday', () => {
    const cuts = cutsBetween(weekdayMornings, at('2026-11-12T12:00Z'), at('2026-11-17T12:00Z'))
    expect(cuts.map(iso)).toEqual(['2026-11-13T09:00Z', '2026-11-16T09:00Z', '2026-11-17T09:00Z'])
  })

  test('a cut belongs to the stretch that ends with it, not to the one that begins with it', () => {
    const friday = at('2026-11-13T09:00Z')
    expect(cutsBetween(weekdayMornings, friday - 1, friday)).toEqual([friday])
    expect(cutsBetween(weekdayMornings, friday, friday + 1)).toEqual([])
    expect(nextCuts(weekdayMornings, friday, 1).map(iso)).toEqual(['2026-11-16T09:00Z'])
  })

  test('after years of silence only the newest thousand are looked at', () => {
    const now = at('2026-11-17T12:00Z')
    const cuts = cutsBetween({ ...weekdayMornings, weekdays: 127 }, 0, now)
    expect(cuts.length).toBe(1000)
    expect(cuts.map(iso).at(-1)).toBe('2026-11-17T09:00Z')
  })

  test('a time that has not come yet has no cuts', () => {
    const now = at('2026-11-17T12:00Z')
    expect(cutsBetween(weekdayMornings, now, now)).toEqual([])
    expect(cutsBetween(weekdayMornings, now, now - 5 * DAY)).toEqual([])
  })

  const june = (recurrence: Recurrence, weekdays = 127, leftOut: string[] = []): string[] => {
    const schedule: DigestSchedule = { zone: 'Europe/London', minute: 6 * 60, weekdays, recurrence, leftOut }
    return cutsBetween(schedule, at('2026-05-31T12:00Z'), at('2026-06-30T12:00Z')).map((cut) => iso(cut).slice(0, 10))
  }

  test('every second week counts from the week that was said', () => {
    expect(june({ kind: 'weekly', every: 2, since: '2026-06-05' }, 17)).toEqual([
      '2026-06-01',
      '2026-06-05',
      '2026-06-15',
      '2026-06-19',
      '2026-06-29',
    ])
    expect(june({ kind: 'weekly', every: 3, since: '2027-01-04' }, 1)).toEqual(['2026-06-08', '2026-06-29'])
  })

  test('the second Monday, the last Friday, the last working day of the month', () => {
    expect(june({ kind: 'monthly-weekday', nth: 2 }, 1)).toEqual(['2026-06-08'])
    expect(june({ kind: 'monthly-weekday', nth: -1 }, 16)).toEqual(['2026-06-26'])
    expect(june({ kind: 'monthly-weekday', nth: -1 }, 31)).toEqual(['2026-06-30'])
    expect(june({ kind: 'monthly-weekday', nth: 5 }, 4)).toEqual([])
  })

  test('the 31st is the last day of every month, and the 30th that of February', () => {
    expect(june({ kind: 'monthly-date', day: 31 })).toEqual(['2026-06-30'])
    expect(june({ kind: 'monthly-date', day: 1 })).toEqual(['2026-06-01'])
    const year = nextCuts(
      { zone: 'UTC', minute: 0, weekdays: 1, recurrence: { kind: 'monthly-date', day: 30 } },
      at('2027-01-15T00:00Z'),
      3,
    )
    expect(year.map(iso)).toEqual(['2027-01-30T00:00Z', '2027-02-28T00:00Z', '2027-03-30T00:00Z'])
  })

  test('dates of the calendar are left out, by the local date', () => {
    const schedule = { zone: 'Asia/Tokyo', minute: 6 * 60, weekdays: 127, leftOut: ['2027-01-01', '2027-01-02'] }
    expect(nextCuts(schedule, at('2026-12-30T00:00Z'), 3).map(iso)).toEqual(['2026-12-30T21:00Z', '2027-01-02T21:00Z', '2027-01-03T21:00Z'])
  })

  test('a schedule whose every date is left out has no next cut, and nobody waits for it', () => {
    const days = Array.from({ length: 20 * 366 + 2 }, (_, day) => Temporal.PlainDate.from('2026-01-30').add({ months: day }).toString())
    expect(
      nextCut(
        {
          zone: 'UTC',
          minute: 0,
          weekdays: 127,
          recurrence: { kind: 'monthly-date', day: 30 },
          leftOut: [...days, ...days.map((one) => one.replace(/30$/, '28'))],
        },
        at('2026-01-31T00:00Z'),
      ),
    ).toBeUndefined()
  })

  test('stepping from cut to cut finds the same as asking for all of them, however the time is divided', () => {
    const schedule = fc.record({
      zone: fc.constantFrom('America/Nuuk', 'Africa/Casablanca', 'Australia/Lord_Howe', 'Pacific/Apia', 'Europe/London', 'Asia/Tokyo'),
      minute: fc.integer({ min: 0, max: 1439 }),
      weekdays: fc.integer({ min: 1, max: 127 }),
      recurrence: fc.oneof(
        fc.record({
          kind: fc.constant('weekly' as const),
          every: fc.integer({ min: 1, max: 4 }),
          since: fc.constantFrom('2026-11-23', '2020-02-29'),
        }),
        fc.record({ kind: fc.constant('monthly-weekday' as const), nth: fc.constantFrom(1, 2, 3, 4, 5, -1) }) as fc.Arbitrary<Recurrence>,
        fc.record({ kind: fc.constant('monthly-date' as const), day: fc.integer({ min: 1, max: 31 }) }),
      ),
    })
    const start = fc.integer({ min: at('2010-01-01T00:00Z'), max: at('2030-01-01T00:00Z') })
    const length = fc.integer({ min: 0, max: 40 * DAY })
    fc.assert(
      fc.property(schedule, start, length, length, (of, from, first, second) => {
        const [middle, end] = [from + first, from + first + second]
        const stepped: Instant[] = []
        for (let cut = nextCut(of, from); cut !== undefined && cut <= end; cut = nextCut(of, cut)) stepped.push(cut)
        expect(cutsBetween(of, from, end)).toEqual(stepped)
        expect([...cutsBetween(of, from, middle), ...cutsBetween(of, middle, end)]).toEqual(stepped)
      }),
    )
  })
})
