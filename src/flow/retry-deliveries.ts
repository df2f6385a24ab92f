import type { Instant } from '../domain/instant.ts'
import { writeDeed, type Actor } from '../store/audit.ts'
import type { Store } from '../store/dialect.ts'
import { countDeliveriesIn, queueEnded, type Overlap, type Retryable } from '../store/ended-deliveries.ts'
import { findIssue } from '../store/issues.ts'
import { listRuledStories, listSharingIssues } from '../store/ruled-stories.ts'
import { byHand } from './by-hand.ts'

/** `left` stay as they are: withheld for another reason than lateness. */
export type Retried = { ok: true; queued: number; left: number } | { ok: false; reason: 'no-such-issue' }

// Few enough that senders never wait long for the write lock.
const CHUNK = 2000

/**
 * Queues the refused deliveries of an issue again, or those withheld because they were too late, because a person wants it. Whoever has
 * unsubscribed or was suppressed since then gets nothing: that is asked once more before sending. Nor does anybody get a story again that
 * came by another issue meanwhile. Each part of many is written down with who wanted it.
 */
export async function retryDeliveries(
  store: Store,
  which: { issueId: number; state: Retryable },
  now: Instant,
  by?: Actor,
): Promise<Retried> {
  if (!(await findIssue(store.db, which.issueId))) return { ok: false, reason: 'no-such-issue' }
  const all = { ...which, limit: CHUNK, overlaps: await overlapsOf(store, which.issueId) }
  const reason = byHand('queued again', now)
  const queueSome = (): Promise<number> =>
    store.db.transaction().execute(async (tx) => {
      const some = await queueEnded(tx, all, { at: now, reason })
      const deed = { action: 'issue.retry', subject: `issue:${which.issueId}`, after: { state: which.state, queued: some } }
      if (by && some > 0) await writeDeed(tx, by, deed, now)
      return some
    })
  let queued = 0
  for (let more = CHUNK; more === CHUNK; queued += more) more = await queueSome()
  if (queued > 0) store.dialect.bell.ring()
  return { ok: true, queued, left: await countDeliveriesIn(store.db, which) }
}

async function overlapsOf({ db }: Store, issueId: number): Promise<Overlap[]> {
  const own = await listRuledStories(db, issueId)
  const sharing = await listSharingIssues(db, issueId, [...new Set(own.map(({ storyId }) => storyId))])
  return sharing.map((other) => ({
    issueId: other.issueId,
    pairs: own.flatMap(({ storyId, position: here }) =>
      other.stories.filter((story) => story.storyId === storyId).map(({ position: there }) => ({ there, here })),
    ),
  }))
}
