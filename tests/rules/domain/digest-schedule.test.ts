import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutsBetween, nextCut } from '../../../src/domain/digest-schedule.ts'
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
    expect(iso(nextCut(weekdayMornings, friday))).toBe('2026-11-16T09:00Z')
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

  test('stepping from cut to cut finds the same as asking for all of them, however the time is divided', () => {
    const schedule = fc.record({
      zone: fc.constantFrom('America/Nuuk', 'Africa/Casablanca', 'Australia/Lord_Howe', 'Pacific/Apia', 'Europe/London', 'Asia/Tokyo'),
      minute: fc.integer({ min: 0, max: 1439 }),
      weekdays: fc.integer({ min: 1, max: 127 }),
    })
    const start = fc.integer({ min: at('2010-01-01T00:00Z'), max: at('2030-01-01T00:00Z') })
    const length = fc.integer({ min: 0, max: 40 * DAY })
    fc.assert(
      fc.property(schedule, start, length, length, (of, from, first, second) => {
        const [middle, end] = [from + first, from + first + second]
        const stepped: Instant[] = []
        for (let cut = nextCut(of, from); cut <= end; cut = nextCut(of, cut)) stepped.push(cut)
        expect(cutsBetween(of, from, end)).toEqual(stepped)
        expect([...cutsBetween(of, from, middle), ...cutsBetween(of, middle, end)]).toEqual(stepped)
      }),
    )
  })
})
