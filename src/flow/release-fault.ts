import { saying, type Saying } from '../domain/saying.ts'
import type { Digest } from '../domain/digest.ts'
import type { DigestSchedule } from '../domain/digest-schedule.ts'

/** Why a digest cannot be released as it is wished; undefined when it can. */
export function faultOfRelease({
  release,
  approval,
  schedule,
  silentAfter,
  quiet,
}: Partial<Digest> & { schedule: DigestSchedule }): Saying | undefined {
  if (approval === 'person' && (release === 'rolling' || release === 'instant')) return saying('refusals.approval-rolling', { release })
  if (silentAfter && release === 'instant') return saying('refusals.silent-release')
  if (quiet && release !== 'instant') return saying('refusals.quiet-instant')
  const { recurrence } = schedule
  if (recurrence?.kind === 'monthly-weekday' && recurrence.nth > daysOfMonth(schedule.weekdays)) return saying('refusals.weekdays-few')
  return undefined
}

// A month has at most five of each weekday.
const daysOfMonth = (weekdays: number): number => 5 * weekdays.toString(2).replaceAll('0', '').length
