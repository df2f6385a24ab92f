import type { Digest } from '../domain/digest.ts'
import type { DigestSchedule } from '../domain/digest-schedule.ts'

/** Why a digest cannot be released as it is wished; undefined when it can. */
export function faultOfRelease({
  release,
  approval,
  schedule,
  silentAfter,
  quiet,
}: Partial<Digest> & { schedule: DigestSchedule }): string | undefined {
  if (approval === 'person' && (release === 'rolling' || release === 'instant'))
    return `A ${release} digest goes out by itself: nobody could approve an issue every quarter of an hour. Its briefings are published already. Leave --approval at auto.`
  if (silentAfter && (release === 'rolling' || release === 'instant'))
    return `A ${release} digest has no dates that could be silent: --silent-after is for digests that are cut at their time.`
  if (quiet && release !== 'instant') return 'Quiet hours are for instant digests; the mails of others come at the reader’s own hour.'
  const { recurrence } = schedule
  if (recurrence?.kind === 'monthly-weekday' && recurrence.nth > daysOfMonth(schedule.weekdays))
    return 'No month has so many of those weekdays. Choose more of them with --days, or an earlier one with --monthly.'
  return undefined
}

// A month has at most five of each weekday.
const daysOfMonth = (weekdays: number): number => 5 * weekdays.toString(2).replaceAll('0', '').length
