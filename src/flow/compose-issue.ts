import type { Digest } from '../domain/digest.ts'
import { cutsBetween } from '../domain/digest-schedule.ts'
import type { Instant } from '../domain/instant.ts'
import { decideCuts, type CutDecision } from '../domain/missed-cuts.ts'
import type { Db, Store } from '../store/dialect.ts'
import { advanceDigest, findDigest, listDigests } from '../store/digests.ts'
import { insertIssue, recordCut } from '../store/issues.ts'
import { gatherStories } from './gather-stories.ts'

export type Composed =
  | { ok: true; issueId: number; number: number; stories: number; overCap: number }
  | { ok: false; reason: 'no-stories' | 'too-late' | 'lost-race' }

/** Cuts an issue of every digest whose time has come. Any number of processes may do this at once: each cut is made by one of them. */
export async function composeDue(store: Store, now: Instant, failed: (digest: Digest, error: unknown) => void): Promise<number> {
  let composed = 0
  for (const digest of await listDigests(store.db)) {
    try {
      const due = cutsBetween(digest.schedule, digest.cutUntil, now)
      if (due.length === 0) continue
      const cuts = decideCuts({ due, now, lateLimit: digest.lateLimit })
      const answer = await cutDigest(store, digest, { cuts, cutUntil: now }, now)
      if (answer.ok) composed++
    } catch (error) {
      failed(digest, error)
    }
  }
  return composed
}

/** The same by the slug of the digest; undefined when there is none. */
export async function composeDigest(store: Store, slug: string, now: Instant): Promise<Composed | undefined> {
  const digest = await findDigest(store.db, slug)
  return digest && composeNow(store, digest, now)
}

/** Cuts an issue by hand, whatever the schedule says; the schedule goes on as if nothing had been. */
export function composeNow(store: Store, digest: Digest, now: Instant): Promise<Composed> {
  const due = cutsBetween(digest.schedule, digest.cutUntil, now)
  // At the very instant of a scheduled cut it is that one: a digest has one cut at a time, and the schedule would stumble over ours for good.
  if (due.at(-1) === now)
    return cutDigest(store, digest, { cuts: decideCuts({ due, now, lateLimit: digest.lateLimit }), cutUntil: now }, now)
  return cutDigest(store, digest, { cuts: [{ at: now, verdict: 'compose' }], cutUntil: digest.cutUntil }, now)
}

type Cutting = { cuts: CutDecision[]; cutUntil: Instant }

async function cutDigest(store: Store, digest: Digest, cutting: Cutting, now: Instant): Promise<Composed> {
  try {
    return await store.db.transaction().execute((tx) => cutInside(tx, digest, cutting, now))
  } catch (error) {
    if (store.dialect.isUniqueViolation(error)) return { ok: false, reason: 'lost-race' }
    throw error
  }
}

async function cutInside(tx: Db, digest: Digest, { cuts, cutUntil }: Cutting, now: Instant): Promise<Composed> {
  const cut = cuts.find(({ verdict }) => verdict === 'compose')
  const gathered = await gatherStories(tx, digest, now)
  const issues = cut && gathered.stories.length > 0 ? 1 : 0
  const progress = {
    cutUntil,
    seqUntil: issues ? gathered.seqTo : digest.seqUntil,
    nextNumber: digest.nextNumber + issues,
  }
  if (!(await advanceDigest(tx, digest, progress))) return { ok: false, reason: 'lost-race' }
  const issueId =
    cut && issues ? await insertIssue(tx, { digestId: digest.id, number: digest.nextNumber, dueAt: cut.at, ...gathered }, now) : null
  for (const { at, verdict } of cuts) {
    const recorded = verdict !== 'compose' ? verdict : issueId === null ? 'no-stories' : 'composed'
    await recordCut(tx, { digestId: digest.id, dueAt: at, verdict: recorded, issueId }, now)
  }
  if (issueId === null) return { ok: false, reason: cut ? 'no-stories' : 'too-late' }
  return { ok: true, issueId, number: digest.nextNumber, stories: gathered.stories.length, overCap: gathered.overCap }
}
