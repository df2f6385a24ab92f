import type { Instant } from './instant.ts'
import { hoursFrom, nextHour } from './reader-hour.ts'
import type { Weekdays } from './weekdays.ts'

/** When a digest's issues are cut: at a minute of the local day from 0 to 1439, in an IANA zone, on chosen weekdays. */
export type DigestSchedule = { zone: string; minute: number; weekdays: Weekdays }

/** The first cut later than an instant. */
export const nextCut = (schedule: DigestSchedule, after: Instant): Instant => nextHour(schedule, after + 1)

/** The cuts later than `after`, up to and including `until`, earliest first: of very many the newest 1,000. */
export function cutsBetween(schedule: DigestSchedule, after: Instant, until: Instant): Instant[] {
  const cuts: Instant[] = []
  for (const at of hoursFrom(schedule, until, -1)) {
    if (at <= after || cuts.length === MOST) break
    if (at <= until) cuts.push(at)
  }
  return cuts.reverse()
}

const MOST = 1000
