import { DAY, HOUR, type Instant } from './instant.ts'

/** A reader of one digest as the note that there is nothing new asks of one. */
export type SilentReader = {
  wantsNote: boolean
  subscribedAt: Instant
  /** When the last issue was due of which something was sent to the reader, a note included; null: none ever. */
  lastAt: Instant | null
}

/**
 * Whether a reader to whom an issue brings nothing gets a note instead: who wishes it, and has had nothing on so many dates of the digest,
 * this one included. `dates`: when the digest's issues were due up to now, the latest last, those without any story too; dates that the
 * service itself missed do not count.
 *
 *     wished after three dates, nothing since Monday's issue, daily  →  on Thursday
 */
export function isNoteDue(reader: SilentReader, { dates, silentAfter }: { dates: Instant[]; silentAfter: number }): boolean {
  const since = silentSince(dates, silentAfter)
  if (since === undefined || !reader.wantsNote || reader.subscribedAt > since) return false
  return reader.lastAt === null || reader.lastAt < since
}

/** The first of the last so many dates; undefined where there have been fewer. */
export const silentSince = (dates: Instant[], silentAfter: number): Instant | undefined =>
  silentAfter > 0 ? dates.at(-silentAfter) : undefined

/** The same for a digest that rolls: every day is a date of its readers. Clocks change by three hours at most. */
export const silentSinceDay = (at: Instant, silentAfter: number): Instant => at - (silentAfter - 1) * DAY - 3 * HOUR
