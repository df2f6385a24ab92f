import { saying, type Saying } from '../domain/saying.ts'
import type { Digest } from '../domain/digest.ts'
import type { DigestSchedule } from '../domain/digest-schedule.ts'
import type { Instant } from '../domain/instant.ts'
import { MOST_POSITIONS } from '../domain/positions.ts'
import type { Names } from '../domain/topic.ts'
import { writeDeed, type Actor } from '../store/audit.ts'
import type { Store } from '../store/dialect.ts'
import { insertDigest } from '../store/digests.ts'
import { listTopics } from '../store/topics.ts'
import { faultOfCalendar } from './edit-digest.ts'
import { faultOfRelease } from './release-fault.ts'
import type { Added } from './add-topic.ts'
import { checkNames, faultOfSlug } from './check-names.ts'

export type WantedDigest = {
  slug: string
  names: Names
  schedule: DigestSchedule
  /** By slug; none: every topic, future ones too. */
  topics: string[]
  approval: 'auto' | 'person'
  cap: number
  topicCap?: number | null
  overflow?: 'page' | 'carry'
  isRecap?: boolean
  lateLimit: number
  usefulFor: number
  /** It is, unless said otherwise. */
  isPublic?: boolean
} & Partial<Pick<Digest, 'release' | 'calendar' | 'fewest' | 'mostWaits' | 'silentAfter' | 'joins' | 'leastPriority' | 'quiet'>>

/** Makes a digest. Its first issue holds what has been published so far. */
export async function addDigest(store: Store, wanted: WantedDigest, now: Instant, by?: Actor): Promise<Added<Digest>> {
  const fault =
    faultOfSlug(wanted.slug) ?? faultOfCap(wanted.cap) ?? faultOfRelease(wanted) ?? (await faultOfCalendar(store, wanted.calendar))
  if (fault) return { ok: false, message: fault }
  const names = checkNames(wanted.names)
  if (!names.ok) return names
  const known = await listTopics(store.db)
  const unknown = wanted.topics.filter((slug) => !known.some((topic) => topic.slug === slug))
  if (unknown.length > 0) return { ok: false, message: saying('refusals.no-topics', { names: unknown.join(', ') }) }
  const topicIds = known.filter((topic) => wanted.topics.includes(topic.slug)).map((topic) => topic.id)
  try {
    const added = await store.db.transaction().execute(async (tx) => {
      const made = await insertDigest(tx, { ...wanted, names: names.names, topicIds, cutUntil: now }, now)
      if (by) await writeDeed(tx, by, { action: 'digest.add', subject: `digest:${made.slug}`, after: wanted }, now)
      return made
    })
    return { ok: true, added }
  } catch (error) {
    if (store.dialect.isUniqueViolation(error)) return { ok: false, message: saying('refusals.digest-there', { slug: wanted.slug }) }
    throw error
  }
}

function faultOfCap(cap: number): Saying | undefined {
  return cap >= 1 && cap <= MOST_POSITIONS ? undefined : saying('refusals.issue-holds', { most: MOST_POSITIONS })
}
