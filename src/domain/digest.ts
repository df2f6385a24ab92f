import type { Instant } from './instant.ts'
import type { DigestLook } from './digest-look.ts'
import type { DigestSchedule } from './digest-schedule.ts'
import type { QuietHours } from './quiet-hours.ts'
import type { Names } from './topic.ts'

/**
 * How its issues reach their readers. `fixed`: cut at its time, and every reader gets that issue at the next coming of the reader's own
 * hour. `rolling`: cut at every quarter of an hour in which readers fall due, for them. `instant`: a briefing of some priority is an issue
 * of its own, at once.
 */
export type Release = 'fixed' | 'rolling' | 'instant'

/** A standing publication: which topics, when, how many stories at most, and who says yes. */
export type Digest = {
  id: number
  slug: string
  names: Names
  /** When its issues are cut. */
  schedule: DigestSchedule
  /** Whose dates its schedule leaves out. */
  calendar: string | null
  release: Release
  /** `auto`: an issue goes out when it is composed. `person`: it waits for a yes. */
  approval: 'auto' | 'person'
  /** Most stories in one mail, 1 to 100. */
  cap: number
  /** Most stories in one section of a mail; null: as many as fit. */
  topicCap: number | null
  /** What becomes of stories that do not fit: `page` tells how many more there are on the web, `carry` keeps them for the next issues. */
  overflow: 'page' | 'carry'
  /** Its issues repeat what readers have had before. */
  isRecap: boolean
  /** Milliseconds after its time from which a missed cut is skipped. */
  lateLimit: number
  /** Milliseconds after a delivery's due time for which it is still worth sending. */
  usefulFor: number
  /** The moment up to which its schedule has been looked at. */
  cutUntil: Instant
  /** The publish sequence up to which its issues have taken briefings. */
  seqUntil: number
  nextNumber: number
  /** An issue with fewer stories than this waits for the next date, `mostWaits` times in a row at most; `waits` counts them. */
  fewest: number
  mostWaits: number
  waits: number
  /** After so many dates without anything for a reader who has asked for it, a short note says so. Null: never. */
  silentAfter: number | null
  /** Whether its mails may be one with those of other digests that fall due in the same quarter of an hour. */
  joins: boolean
  /** Of an instant digest: the least priority of its briefings, 0 to 9. */
  leastPriority: number
  /** Of an instant digest: when its mails wait, for readers who have not chosen that themselves. */
  quiet: QuietHours | null
  /** Its issues stand on the web for everybody. Else only its readers see them, by the links in their mails. */
  isPublic: boolean
  /** Without: the usual one. */
  look?: DigestLook
}
