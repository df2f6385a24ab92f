import type { Instant } from './instant.ts'
import { nextHour, type ReaderHour } from './reader-hour.ts'
import { EVERY_DAY, hasWeekday } from './weekdays.ts'

/** The time of day, in minutes from 0 to 1439, during which a reader of instant mails wants none; `until` before `from` is the next morning. */
export type QuietHours = { from: number; until: number }

/** Of a reader who wants instant mails at any time, whatever the digest keeps. */
export const NEVER_QUIET: QuietHours = { from: 0, until: 0 }

const DAY_MINUTES = 1440

/** Both in one number, as a subscription holds them. */
export const packQuiet = ({ from, until }: QuietHours): number => from * DAY_MINUTES + until

export const unpackQuiet = (packed: number): QuietHours => ({ from: Math.floor(packed / DAY_MINUTES), until: packed % DAY_MINUTES })

/**
 * When an instant mail may go: at once, or when the quiet hours end in which it would come. A weekday that the reader has left out is quiet
 * as a whole.
 *
 *     quiet from 22:00 until 07:00 in London, news at 23:10  →  07:00 the next morning
 */
export function afterQuiet(quiet: QuietHours | null, { zone, weekdays }: Pick<ReaderHour, 'zone' | 'weekdays'>, at: Instant): Instant {
  let time = at
  // Quiet days may follow one another; after eight steps every weekday has been seen.
  for (let step = 0; step < 8; step++) {
    const next = endOfQuiet(quiet, { zone, weekdays }, time)
    if (next === time) return time
    time = next
  }
  return time
}

function endOfQuiet(quiet: QuietHours | null, { zone, weekdays }: Pick<ReaderHour, 'zone' | 'weekdays'>, at: Instant): Instant {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  if ((weekdays & EVERY_DAY) !== 0 && !hasWeekday(weekdays, local.dayOfWeek)) return local.add({ days: 1 }).startOfDay().epochMilliseconds
  if (!quiet || quiet.from === quiet.until) return at
  const minute = local.hour * 60 + local.minute
  const { from, until } = quiet
  const isQuiet = from < until ? minute >= from && minute < until : minute >= from || minute < until
  return isQuiet ? nextHour({ zone, minute: until, weekdays: EVERY_DAY }, at + 1) : at
}
