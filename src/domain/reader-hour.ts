import type { Instant } from './instant.ts'
import { hasWeekday, type Weekdays } from './weekdays.ts'

/** The hour at which somebody wants mail: a minute of the local day from 0 to 1439, in an IANA zone, on chosen weekdays, at least one. */
export type ReaderHour = { zone: string; minute: number; weekdays: Weekdays }

/**
 * The first time that the hour comes round at or after an instant. It comes once on every chosen local day: when clocks jump over it,
 * as much later as they jumped; when they pass it twice, the first time (Temporal's `compatible`, RFC 5545 section 3.3.5). A local day
 * that a place leaves out, as Samoa did with 30 December 2011, has no hour.
 *
 *     07:00 in Africa/Cairo, after 2026-04-23T12:00Z  →  2026-04-24T04:00Z, the day that summer time begins
 */
export function nextHour(hour: ReaderHour, after: Instant): Instant {
  for (const at of hoursFrom(hour, after, 1)) if (at >= after) return at
  throw noHour(hour)
}

/** The next so many, the first at or after the instant. */
export function nextHours(hour: ReaderHour, after: Instant, count: number): Instant[] {
  const hours: Instant[] = []
  for (const at of hoursFrom(hour, after, 1)) {
    if (hours.length >= count) return hours
    if (at >= after) hours.push(at)
  }
  throw noHour(hour)
}

/** The hours of the days around an instant and then on and on, forwards or backwards in time, beginning a little on its other side. */
export function* hoursFrom(hour: ReaderHour, instant: Instant, step: 1 | -1): Generator<Instant> {
  if (!(hour.weekdays & 127)) throw noHour(hour)
  yield* hoursOn(hour, { instant, step, days: Infinity }, (date) => hasWeekday(hour.weekdays, date.dayOfWeek))
}

/** The same for so many days at most, on those local days that are wanted. */
export function* hoursOn(
  { zone, minute }: Pick<ReaderHour, 'zone' | 'minute'>,
  { instant, step, days }: { instant: Instant; step: 1 | -1; days: number },
  isWanted: (date: Temporal.PlainDate) => boolean,
): Generator<Instant> {
  const time = new Temporal.PlainTime(Math.floor(minute / 60), minute % 60)
  const today = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate()
  // One day back: an hour that clocks jump over shortly before midnight comes on the next day.
  let date = today.subtract({ days: step })
  for (let day = 0; day <= days; day++, date = date.add({ days: step })) {
    if (isWanted(date) && exists(date, zone)) yield date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds
  }
}

/** Reads `07:00` or `7:00` as a minute of the day. */
export function parseHour(text: string): number | undefined {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text.trim())
  return match ? Number(match[1]) * 60 + Number(match[2]) : undefined
}

/** 420 → `07:00`. */
export const hourText = (minute: number): string =>
  new Temporal.PlainTime(Math.floor(minute / 60), minute % 60).toString({ smallestUnit: 'minute' })

// The start of a day that was left out lies in the day after it.
const exists = (date: Temporal.PlainDate, zone: string): boolean => date.toZonedDateTime(zone).toPlainDate().equals(date)

const noHour = (hour: ReaderHour): Error => new Error(`An hour without weekdays never comes: ${JSON.stringify(hour)}`)
