import type { Digest } from './digest.ts'
import { cutsBetween } from './digest-schedule.ts'
import type { Instant } from './instant.ts'
import { hoursFrom, nextHour, type ReaderHour } from './reader-hour.ts'

/** What a reader's next mails depend on: the reader's own hour, how the digest is released, and when. */
export type Awaited = { hour: ReaderHour; digest: Pick<Digest, 'release' | 'schedule'> }

/**
 * When the next mail may come, later than an instant: at the own hour, if an issue is cut for it. Undefined for an instant digest, whose
 * mails come with the news, and where no cut comes within a year.
 *
 *     cut daily at 06:00 in London, own hour 07:00 in Tokyo, asked on Monday at 12:00 in London  →  Tuesday, 22:00 in London
 *     cut on Mondays, own hour 07:00 daily, asked on Tuesday                                     →  the next Tuesday, or Monday
 */
export const nextMailOf = (awaited: Awaited, after: Instant): Instant | undefined => nextMailsOf(awaited, after, 1)[0]

/** The next so many times. */
export function nextMailsOf({ hour, digest }: Awaited, after: Instant, count: number): Instant[] {
  if (digest.release === 'instant') return []
  const mails: Instant[] = []
  let before = hourUpTo(hour, after)
  for (let looked = 0; mails.length < count && looked < MOST_HOURS; looked++) {
    const at = nextHour(hour, Math.max(before, after) + 1)
    // The issues that are cut after one coming of the hour and up to the next go out with that next one.
    if (digest.release === 'rolling' || cutsBetween(digest.schedule, before, at).length > 0) mails.push(at)
    before = at
  }
  return mails
}

const MOST_HOURS = 400

function hourUpTo(hour: ReaderHour, until: Instant): Instant {
  for (const at of hoursFrom(hour, until, -1)) if (at <= until) return at
  throw new Error('An hour that never came')
}
