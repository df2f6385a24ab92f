import { QUARTER, type Instant } from './instant.ts'
import { nextHour, type ReaderHour } from './reader-hour.ts'

/** Another mail to the same reader; `takesAlong`: what falls due in its quarter of an hour may leave with it. */
export type OtherMail = { dueAt: Instant; takesAlong: boolean }

export type CrowdedMail = {
  dueAt: Instant
  /** The reader's hour, in a zone that is known. */
  hour: ReaderHour
  /** Most mails on one day of the reader. */
  most: number
  others: OtherMail[]
}

/**
 * When a mail may come so that no local day of its reader has more than so many: at its time, or at the reader's hour on the first day that
 * has room, or on which it may leave with a mail that comes then anyway. After a week of full days it comes all the same.
 *
 *     two a day at most, due on Monday at 18:00 after mails at 07:00 and 12:00  →  Tuesday, at the reader's hour
 */
export function placeMail({ dueAt, hour, most, others }: CrowdedMail): Instant {
  let at = dueAt
  for (let day = 0; day <= DAYS; day++) {
    const { from, until } = localDay(at, hour.zone)
    const onDay = others.filter((other) => other.dueAt >= from && other.dueAt < until)
    if (onDay.length < most || (at !== dueAt && onDay.some((other) => other.takesAlong && quarterOf(other.dueAt) === quarterOf(at))))
      return at
    at = nextHour(hour, until)
  }
  return at
}

const DAYS = 7

export const quarterOf = (at: Instant): number => Math.floor(at / QUARTER)

function localDay(at: Instant, zone: string): { from: Instant; until: Instant } {
  const start = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).startOfDay()
  return { from: start.epochMilliseconds, until: start.add({ days: 1 }).startOfDay().epochMilliseconds }
}
