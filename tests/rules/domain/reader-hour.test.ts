import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE, type Instant } from '../../../src/domain/instant.ts'
import { hourText, nextHour, nextHours, parseHour } from '../../../src/domain/reader-hour.ts'
import { EVERY_DAY } from '../../../src/domain/weekdays.ts'
import { corpusLines, describeCorpora } from '../../support/corpora.ts'

const at = (text: string): Instant => Date.parse(text)
const iso = (instant: Instant): string => new Date(instant).toISOString().replace(':00.000Z', 'Z')
const hour = (zone: string, minute: number, weekdays = EVERY_DAY) => ({ zone, minute, weekdays })
const SEVEN = 7 * 60

describe('a reader’s hour', () => {
  test('Aiko’s seven o’clock comes nine hours before London’s winter', () => {
    expect(iso(nextHour(hour('Asia/Tokyo', SEVEN), at('2026-11-10T00:00Z')))).toBe('2026-11-10T22:00Z')
    expect(iso(nextHour(hour('Europe/London', SEVEN), at('2026-11-10T00:00Z')))).toBe('2026-11-10T07:00Z')
  })

  test('an issue released at the very minute still makes it', () => {
    const seven = at('2026-11-10T07:00Z')
    expect(nextHour(hour('Europe/London', SEVEN), seven)).toBe(seven)
    expect(iso(nextHour(hour('Europe/London', SEVEN), seven + 1))).toBe('2026-11-11T07:00Z')
  })

  test('Layla’s seven o’clock moves with summer time in Cairo, once a day', () => {
    const hours = nextHours(hour('Africa/Cairo', SEVEN), at('2026-04-23T00:00Z'), 3)
    expect(hours.map(iso)).toEqual(['2026-04-23T05:00Z', '2026-04-24T04:00Z', '2026-04-25T04:00Z'])
  })

  test('an hour that the clocks jump over comes as much later as they jumped', () => {
    const hours = nextHours(hour('Europe/London', 90), at('2027-03-27T12:00Z'), 2)
    expect(hours.map(iso)).toEqual(['2027-03-28T01:30Z', '2027-03-29T00:30Z'])
  })

  test('an hour that the clocks pass twice comes the first time only', () => {
    const hours = nextHours(hour('Europe/London', 90), at('2026-10-24T12:00Z'), 2)
    expect(hours.map(iso)).toEqual(['2026-10-25T00:30Z', '2026-10-26T01:30Z'])
  })

  test('an hour that the clocks jump over just before midnight comes after it, and is not lost to a search that begins then', () => {
    const hours = nextHours(hour('America/Nuuk', 23 * 60 + 30), at('2026-03-28T02:00Z'), 3)
    expect(hours.map(iso)).toEqual(['2026-03-29T01:30Z', '2026-03-30T00:30Z', '2026-03-31T00:30Z'])
    expect(iso(nextHour(hour('America/Nuuk', 23 * 60 + 30), at('2026-03-29T01:10Z')))).toBe('2026-03-29T01:30Z')
  })

  test('Samoa left out the 30th of December 2011, so nothing came for it, and nothing came twice', () => {
    const hours = nextHours(hour('Pacific/Apia', SEVEN), at('2011-12-29T00:00Z'), 3)
    expect(hours.map(iso)).toEqual(['2011-12-29T17:00Z', '2011-12-30T17:00Z', '2011-12-31T17:00Z'])
  })

  test('who reads on Fridays in Samoa waited two weeks then', () => {
    const hours = nextHours(hour('Pacific/Apia', SEVEN, 16), at('2011-12-22T00:00Z'), 2)
    expect(hours.map(iso)).toEqual(['2011-12-23T17:00Z', '2012-01-05T17:00Z'])
  })

  test('weekdays are those of the reader’s calendar: Monday morning in Tokyo is Sunday evening in UTC', () => {
    expect(iso(nextHour(hour('Asia/Tokyo', SEVEN, 1), at('2026-11-11T00:00Z')))).toBe('2026-11-15T22:00Z')
  })

  test('an hour without weekdays is a mistake that is not waited for', () => {
    expect(() => nextHour(hour('Asia/Tokyo', SEVEN, 0), 0)).toThrow('An hour without weekdays never comes')
  })

  test('no hours asked for are no hours', () => {
    expect(nextHours(hour('Asia/Tokyo', SEVEN), 0, 0)).toEqual([])
  })
})

describe('over every zone there is', () => {
  const zone = fc.constantFrom(...Intl.supportedValuesOf('timeZone'))
  const minute = fc.integer({ min: 0, max: 1439 })
  const instant = fc.integer({ min: at('2020-01-01T00:00Z'), max: at('2032-01-01T00:00Z') })
  const anyHour = fc.record({ zone, minute, weekdays: fc.integer({ min: 1, max: 127 }) })
  // An hour as a rule, two hours at Troll, three at Casey, both in Antarctica.
  const FARTHEST = 3 * HOUR
  const local = (time: Instant, name: string) => Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(name)

  test('the hour comes exactly once on each of thirty local days', () => {
    fc.assert(
      fc.property(zone, minute, instant, (name, of, start) => {
        const hours = nextHours(hour(name, of), start, 30)
        const waits = hours.slice(1).map((next, index) => next - (hours[index] ?? 0))
        for (const wait of waits) expect(Math.abs(wait - 24 * HOUR)).toBeLessThanOrEqual(FARTHEST)
        expect(Math.abs((hours.at(-1) ?? 0) - (hours[0] ?? 0) - 29 * 24 * HOUR)).toBeLessThanOrEqual(FARTHEST)
      }),
    )
  })

  test('it stands on the reader’s clock as asked, unless the clocks jump over it', () => {
    fc.assert(
      fc.property(anyHour, instant, (of, start) => {
        const found = local(nextHour(of, start), of.zone)
        if (found.hour * 60 + found.minute === of.minute) {
          expect(of.weekdays & (1 << (found.dayOfWeek - 1))).not.toBe(0)
        } else {
          const jump = found.subtract({ hours: 4 }).getTimeZoneTransition('next')
          expect(jump && found.epochMilliseconds - jump.epochMilliseconds).toBeGreaterThanOrEqual(0)
          expect(jump && found.epochMilliseconds - jump.epochMilliseconds).toBeLessThanOrEqual(FARTHEST)
        }
      }),
    )
  })

  test('a later start never finds an earlier hour, and what was found is found again', () => {
    fc.assert(
      fc.property(anyHour, instant, fc.integer({ min: 0, max: 400 * HOUR }), (of, start, later) => {
        const found = nextHour(of, start)
        expect(found).toBeGreaterThanOrEqual(start)
        expect(nextHour(of, start + later)).toBeGreaterThanOrEqual(found)
        expect(nextHour(of, found)).toBe(found)
        expect(nextHour(of, found + 1)).toBeGreaterThan(found)
      }),
    )
  })
})

describe('an hour as text', () => {
  test.each([
    ['07:00', SEVEN],
    ['7:00', SEVEN],
    ['00:00', 0],
    ['23:59', 1439],
    [' 18:30 ', 1110],
  ])('%s is understood', (text, minute) => {
    expect(parseHour(text)).toBe(minute)
  })

  test.each(['', '7', '24:00', '07:60', '7:5', '07:00:00', '7 am', '-1:00', '０７:００', '+7:00'])('"%s" is not', (text) => {
    expect(parseHour(text)).toBeUndefined()
  })

  test('what is written is read as the same', () => {
    expect(hourText(SEVEN)).toBe('07:00')
    fc.assert(fc.property(fc.integer({ min: 0, max: 1439 }), (minute) => parseHour(hourText(minute)) === minute))
  })
})

type Change = { zone: string; kind: 'gap' | 'overlap'; transition_utc: string; wall: string; utc_compatible: string } & {
  [field in 'utc_earlier' | 'utc_later' | 'utc_0700_that_day']: string
} & { hours_since_previous_0700: number }
type Unchanged = { zone: string; kind: 'none'; utc_0700_2027_01_15: string; utc_0700_2027_07_15: string }

describeCorpora('days on which clocks change', () => {
  const rows = corpusLines('dst/dst.jsonl') as (Change | Unchanged)[]
  const changes = rows.filter((row) => row.kind !== 'none')
  const unchanged = rows.filter((row) => row.kind === 'none')

  test('all 67 are there', () => {
    expect([changes.length, unchanged.length]).toEqual([54, 13])
  })

  test.each(changes)('$zone, $wall in the $kind: once that day', (row) => {
    const wall = Temporal.PlainDateTime.from(row.wall)
    const hours = nextHours(hour(row.zone, wall.hour * 60 + wall.minute), at(row.transition_utc) - 36 * HOUR, 4)
    const near = hours.filter((found) => Math.abs(found - at(row.utc_compatible)) < 20 * HOUR)
    expect(near).toEqual([at(row.utc_compatible)])
    expect(row.utc_compatible).toBe(row.kind === 'gap' ? row.utc_later : row.utc_earlier)
  })

  test.each(changes)('$zone, 07:00 on the day of $wall', (row) => {
    const seven = at(row.utc_0700_that_day)
    const previous = seven - row.hours_since_previous_0700 * HOUR
    expect(nextHours(hour(row.zone, SEVEN), previous, 2)).toEqual([previous, seven])
    expect(nextHour(hour(row.zone, SEVEN), previous + MINUTE)).toBe(seven)
  })

  test.each(unchanged)('$zone, 07:00 in January and in July', (row) => {
    for (const seven of [at(row.utc_0700_2027_01_15), at(row.utc_0700_2027_07_15)]) {
      expect(nextHour(hour(row.zone, SEVEN), seven - 23 * HOUR)).toBe(seven)
    }
  })
})
