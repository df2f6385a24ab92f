import type { Instant } from './instant.ts'

/** What becomes of a cut that has come: it makes an issue, a later one takes its stories along, or it comes too late to be made. */
export type CutDecision = { at: Instant; verdict: 'compose' | 'merged' | 'too-late' }

/**
 * Decides about all cuts that have come since a digest was last looked at, so that downtime does not end in a pile of mails. Only the
 * newest may make an issue, and only when it is not later than the limit (milliseconds); the older ones are merged into it. If even
 * the newest is too late, so are all. No briefing is lost by that: the window over the publish sequence stays open, and the next
 * issue takes what they would have had.
 *
 * Daily at 07:00, limit six hours, down from Monday evening:
 *
 *     back on Thursday at 09:00   Tuesday merged, Wednesday merged, Thursday compose
 *     back on Thursday at 15:00   all three too late; Friday's issue holds the stories of four days
 */
export function decideCuts({ due, now, lateLimit }: { due: Instant[]; now: Instant; lateLimit: number }): CutDecision[] {
  const cuts = due.toSorted((one, other) => one - other)
  const newest = cuts.at(-1)
  if (newest === undefined) return []
  if (now - newest > lateLimit) return cuts.map((at) => ({ at, verdict: 'too-late' }))
  return cuts.map((at) => ({ at, verdict: at === newest ? 'compose' : 'merged' }))
}
