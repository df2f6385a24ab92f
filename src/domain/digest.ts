import type { Instant } from './instant.ts'
import type { DigestSchedule } from './digest-schedule.ts'
import type { Names } from './topic.ts'

/** A standing publication: which topics, when, how many stories at most, and who says yes. */
export type Digest = {
  id: number
  slug: string
  names: Names
  /** When its issues are cut. */
  schedule: DigestSchedule
  /** `auto`: an issue goes out when it is composed. `person`: it waits for a yes. */
  approval: 'auto' | 'person'
  /** Most stories in one issue, 1 to 100. */
  cap: number
  /** Milliseconds after its time from which a missed cut is skipped. */
  lateLimit: number
  /** Milliseconds after a delivery's due time for which it is still worth sending. */
  usefulFor: number
  /** The moment up to which its schedule has been looked at. */
  cutUntil: Instant
  /** The publish sequence up to which its issues have taken briefings. */
  seqUntil: number
  nextNumber: number
}
