import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HOUR, type Instant } from '../../../src/domain/instant.ts'
import { afterQuiet, packQuiet, unpackQuiet } from '../../../src/domain/quiet-hours.ts'
import { EVERY_DAY } from '../../../src/domain/weekdays.ts'

const at = (text: string): Instant => Date.parse(text)
const iso = (instant: Instant): string => new Date(instant).toISOString().replace(':00.000Z', 'Z')
const night = { from: 22 * 60, until: 7 * 60 }
const london = { zone: 'Europe/London', weekdays: EVERY_DAY }

describe('quiet hours', () => {
  test('across midnight hold a mail until the morning, before and after midnight', () => {
    expect(iso(afterQuiet(night, london, at('2026-11-16T23:10Z')))).toBe('2026-11-17T07:00Z')
    expect(iso(afterQuiet(night, london, at('2026-11-17T05:00Z')))).toBe('2026-11-17T07:00Z')
  })

  test('let a mail go during the day, and at the very end of the quiet', () => {
    for (const time of ['2026-11-16T07:00Z', '2026-11-16T21:59Z']) expect(iso(afterQuiet(night, london, at(time)))).toBe(time)
    expect(afterQuiet(null, london, at('2026-11-16T23:10Z'))).toBe(at('2026-11-16T23:10Z'))
  })

  test('of a weekday left out last the whole day, and the night behind it', () => {
    const weekdays = { zone: 'Europe/London', weekdays: 31 }
    expect(iso(afterQuiet(night, weekdays, at('2026-11-21T12:00Z')))).toBe('2026-11-23T07:00Z')
    expect(iso(afterQuiet(null, weekdays, at('2026-11-21T12:00Z')))).toBe('2026-11-23T00:00Z')
  })

  test('whatever they are, a mail goes outside them, and never waits for more than a day where every day is wanted', () => {
    const minute = fc.integer({ min: 0, max: 1439 })
    const zone = fc.constantFrom('Europe/London', 'Africa/Cairo', 'Asia/Kathmandu', 'America/Sao_Paulo', 'Pacific/Kiritimati')
    const time = fc.integer({ min: at('2026-01-01T00:00Z'), max: at('2028-01-01T00:00Z') })
    fc.assert(
      fc.property(minute, minute, zone, time, (from, until, where, now) => {
        const quiet = { from, until }
        const goes = afterQuiet(quiet, { zone: where, weekdays: EVERY_DAY }, now)
        expect(goes).toBeGreaterThanOrEqual(now)
        expect(goes - now).toBeLessThanOrEqual(26 * HOUR)
        expect(afterQuiet(quiet, { zone: where, weekdays: EVERY_DAY }, goes)).toBe(goes)
        expect(unpackQuiet(packQuiet(quiet))).toEqual(quiet)
      }),
    )
  })
})
