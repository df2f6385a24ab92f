import type { Instant } from '../../domain/instant.ts'

const LONGEST_DAYS = 366

/** The beginning of the day, in the zone; null for no day, undefined for one that is no day, past, or more than a year ahead. */
export function readPauseDate(text: string, zone: string, now: Instant): Instant | null | undefined {
  if (text.trim() === '') return null
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text.trim())) return undefined
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate()
  try {
    const date = Temporal.PlainDate.from(text.trim(), { overflow: 'reject' })
    const days = today.until(date, { largestUnit: 'days' }).days
    return days >= 1 && days <= LONGEST_DAYS ? date.toZonedDateTime(zone).epochMilliseconds : undefined
  } catch {
    return undefined
  }
}

/** The day that a pause ends with, as a form and `readPauseDate` have it. */
export const pauseDate = (until: Instant, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(until).toZonedDateTimeISO(zone).toPlainDate().toString()
