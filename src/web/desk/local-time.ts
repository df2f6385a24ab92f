import type { Instant } from '../../domain/instant.ts'

/** A moment as a field for date and time wants it, by the clock of a zone: `2026-03-11T07:00`. */
export const localTime = (at: Instant, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' })

/** What such a field sent; undefined when it is no time. */
export function readLocalTime(text: string, zone: string): Instant | undefined {
  try {
    return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds
  } catch {
    return undefined
  }
}
