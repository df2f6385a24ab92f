import type { Digest } from '../domain/digest.ts'
import { cutsBetween } from '../domain/digest-schedule.ts'
import { comingWithin, dueQuarters } from '../domain/due-quarter.ts'
import { QUARTER, type Instant } from '../domain/instant.ts'
import { decideCuts, type CutDecision } from '../domain/missed-cuts.ts'
import { writeDeed, type Actor } from '../store/audit.ts'
import { getPublishSeq } from '../store/counters.ts'
import type { Db, Store } from '../store/dialect.ts'
import { advanceDigest, findDigest, getDigest, listDigests } from '../store/digests.ts'
import { listHoursInUse, listReaderHours } from '../store/due-hours.ts'
import { insertIssue, recordCut } from '../store/issues.ts'
import { listHoursServed } from '../store/hours-served.ts'
import { listUrgentBetween } from '../store/urgent-briefings.ts'
import { isAnybodySilent } from './silent-since.ts'
import { gatherStories } from './gather-stories.ts'

export type Composed =
  | { ok: true; issueId: number; number: number; stories: number; overCap: number }
  | { ok: false; reason: 'no-stories' | 'waits' | 'nobody-due' | 'too-late' | 'lost-race' }

/** Cuts an issue of every digest whose time has come. Any number of processes may do this at once: each cut is made by one of them. */
export async function composeDue(store: Store, now: Instant, failed: (digest: Digest, error: unknown) => void): Promise<number> {
  let composed = 0
  for (const digest of await listDigests(store.db)) {
    try {
      composed += await composeOne(store, digest, now)
    } catch (error) {
      failed(digest, error)
    }
  }
  return composed
}

/** The same for instant digests alone, which do not wait for the minute. */
export async function composeInstants(store: Store, now: Instant, failed: (digest: Digest, error: unknown) => void): Promise<number> {
  let composed = 0
  for (const digest of await listDigests(store.db)) {
    if (digest.release !== 'instant') continue
    try {
      composed += await composeInstant(store, digest, now)
    } catch (error) {
      failed(digest, error)
    }
  }
  return composed
}

/** How many issues were made. */
async function composeOne(store: Store, digest: Digest, now: Instant): Promise<number> {
  if (digest.release === 'instant') return composeInstant(store, digest, now)
  const cutting = digest.release === 'rolling' ? await rollingCut(store.db, digest, now) : fixedCut(digest, now)
  if (!cutting) return 0
  const answer = await cutDigest(store, digest, cutting, now)
  return answer.ok ? 1 : 0
}

function fixedCut(digest: Digest, now: Instant): Cutting | undefined {
  const due = cutsBetween(digest.schedule, digest.cutUntil, now)
  return due.length === 0 ? undefined : { cuts: decideCuts({ due, now, lateLimit: digest.lateLimit }), cutUntil: now }
}

/**
 * The cut of the quarters of an hour that have come since a rolling digest was last looked at, for the readers who fall due in them: their
 * windows run up to now. After a downtime it is one cut for all of them.
 */
async function rollingCut(db: Db, digest: Digest, now: Instant): Promise<Cutting | undefined> {
  const stretch = dueQuarters({ lookedUntil: digest.cutUntil, lateLimit: digest.lateLimit, now })
  if (!stretch) return undefined
  const due = (await listReaderHours(db)).filter((hour) => comingWithin(hour, stretch, digest.schedule.zone) !== undefined)
  const inUse = await listHoursInUse(
    db,
    digest.id,
    due.map(({ id }) => id),
  )
  const at = stretch.until - QUARTER
  const isWanted = inUse.length > 0 && ((await hasNews(db, digest, inUse)) || (await isAnybodySilent(db, digest, { at, hourIds: inUse })))
  const cuts: CutDecision[] = isWanted ? [{ at, verdict: 'compose' }] : []
  return { cuts, cutUntil: stretch.until, fromAt: stretch.from, hourIds: inUse, isSilent: true }
}

/** Whether something was published since the readers of these hours were served. */
async function hasNews(db: Db, { id, seqUntil }: Digest, hourIds: number[]): Promise<boolean> {
  const served = await listHoursServed(db, id)
  const from = Math.min(...hourIds.map((hour) => served.get(hour) ?? seqUntil))
  return (await getPublishSeq(db)) > from
}

/** Every briefing of enough priority since the last one is an issue of its own, unless it is older than what is too late. */
async function composeInstant(store: Store, digest: Digest, now: Instant): Promise<number> {
  const upTo = await getPublishSeq(store.db)
  if (digest.seqUntil >= upTo) return 0
  let composed = 0
  let at = now
  let current = digest
  for (const { seq, publishedAt } of await listUrgentBetween(store.db, digest, upTo)) {
    if (now - publishedAt > digest.lateLimit) continue
    // Two at the same moment are two issues all the same; each has a due time of its own.
    const cutting: Cutting = { cuts: [{ at, verdict: 'compose' }], cutUntil: now, window: { from: seq - 1, to: seq }, isSilent: true }
    const answer = await cutDigest(store, current, cutting, now)
    if (!answer.ok && answer.reason === 'lost-race') return composed
    if (answer.ok) composed++
    at++
    current = await getDigest(store.db, digest.id)
  }
  await advanceDigest(store.db, current, { ...current, cutUntil: now, seqUntil: upTo })
  return composed
}

/** The same by the slug of the digest; undefined when there is none. */
export async function composeDigest(store: Store, slug: string, now: Instant, by?: Actor): Promise<Composed | undefined> {
  const digest = await findDigest(store.db, slug)
  return digest && composeNow(store, digest, now, by)
}

/** Cuts an issue by hand, whatever the schedule says; the schedule goes on as if nothing had been. */
export function composeNow(store: Store, digest: Digest, now: Instant, by?: Actor): Promise<Composed> {
  const due = cutsBetween(digest.schedule, digest.cutUntil, now)
  // At the very instant of a scheduled cut it is that one: a digest has one cut at a time, and the schedule would stumble over ours for good.
  if (due.at(-1) === now)
    return cutDigest(store, digest, { cuts: decideCuts({ due, now, lateLimit: digest.lateLimit }), cutUntil: now, by }, now)
  return cutDigest(store, digest, { cuts: [{ at: now, verdict: 'compose' }], cutUntil: digest.cutUntil, by }, now)
}

type Cutting = {
  cuts: CutDecision[]
  cutUntil: Instant
  /** Of a rolling digest: readers whose hour comes from then on are served by it. */
  fromAt?: Instant
  /** Of a rolling digest: the hours of those readers. */
  hourIds?: number[]
  /** Of an instant digest: the one briefing. */
  window?: { from: number; to: number }
  /** A cut that makes no issue is not worth a note: it comes every quarter of an hour. */
  isSilent?: boolean
  /** Who wanted it, where it is cut by hand. */
  by?: Actor | undefined
}

async function cutDigest(store: Store, digest: Digest, cutting: Cutting, now: Instant): Promise<Composed> {
  try {
    return await store.db.transaction().execute((tx) => cutInside(tx, digest, cutting, now))
  } catch (error) {
    if (store.dialect.isUniqueViolation(error)) return { ok: false, reason: 'lost-race' }
    throw error
  }
}

async function cutInside(tx: Db, digest: Digest, { cuts, cutUntil, ...cutting }: Cutting, now: Instant): Promise<Composed> {
  const cut = cuts.find(({ verdict }) => verdict === 'compose')
  const gathered = await gatherStories(tx, { ...digest, ...(cutting.window && { seqUntil: cutting.window.from }) }, now, cutting.window?.to)
  const silence = !cut ? 'nobody-due' : silenceOf(digest, gathered.stories.length)
  const isMade =
    silence === undefined || (cut && silence === 'no-stories' && (await isAnybodySilent(tx, digest, { ...cutting, at: cut.at })))
  const progress = {
    cutUntil,
    seqUntil: isMade ? gathered.seqTo : digest.seqUntil,
    nextNumber: digest.nextNumber + (isMade ? 1 : 0),
    waits: isMade ? 0 : silence === 'waits' ? digest.waits + 1 : digest.waits,
  }
  if (!(await advanceDigest(tx, digest, progress))) return { ok: false, reason: 'lost-race' }
  const issueId =
    cut && isMade
      ? await insertIssue(
          tx,
          { digestId: digest.id, number: digest.nextNumber, dueAt: cut.at, fromAt: cutting.fromAt ?? null, ...gathered },
          now,
        )
      : null
  for (const { at, verdict } of cuts) {
    if (issueId === null && cutting.isSilent) continue
    const recorded = verdict !== 'compose' ? verdict : silence === 'waits' || silence === 'no-stories' ? silence : 'composed'
    await recordCut(tx, { digestId: digest.id, dueAt: at, verdict: recorded, issueId }, now)
  }
  if (issueId !== null && cutting.by)
    await writeDeed(tx, cutting.by, { action: 'issue.compose', subject: `issue:${issueId}`, after: { digest: digest.slug } }, now)
  if (issueId === null) return { ok: false, reason: silence === 'nobody-due' && cuts.length > 0 ? 'too-late' : (silence ?? 'no-stories') }
  return { ok: true, issueId, number: digest.nextNumber, stories: gathered.stories.length, overCap: gathered.overCap }
}

/** Why a cut makes no issue; undefined when it does. Too few stories wait for the next date, but not for ever. */
function silenceOf({ fewest, waits, mostWaits }: Digest, stories: number): 'no-stories' | 'waits' | undefined {
  if (stories === 0) return 'no-stories'
  return stories < fewest && waits < mostWaits ? 'waits' : undefined
}
