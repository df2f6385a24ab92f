import type { Instant } from '../domain/instant.ts'
import { writeDeed, type Actor } from '../store/audit.ts'
import type { Store } from '../store/dialect.ts'
import { releaseIssue, wakeDeliveries } from '../store/held-issues.ts'
import { findIssue } from '../store/issues.ts'
import { HELD } from './put-back.ts'
import { retryDeliveries } from './retry-deliveries.ts'

export type Resumed = { ok: true } | { ok: false; reason: 'no-such-issue' | 'not-held' }

// Few enough that senders never wait long for the write lock.
const CHUNK = 2000

/**
 * Lets a held or stopped issue go on: what was put back or withheld meanwhile is due now. Those that were refused before it was held stay refused until somebody
 * queues them again.
 */
export async function resumeIssue(store: Store, issueId: number, now: Instant, by?: Actor): Promise<Resumed> {
  const issue = await findIssue(store.db, issueId)
  if (!issue) return { ok: false, reason: 'no-such-issue' }
  const wasHeld = await store.db.transaction().execute(async (tx) => {
    const isFirst = await releaseIssue(tx, issueId)
    const deed = { action: 'issue.release', subject: `issue:${issueId}`, before: { held: issue.heldReason } }
    if (isFirst && by) await writeDeed(tx, by, deed, now)
    return isFirst
  })
  // Even when it was not held: a resumption that was killed half way is carried on. Whom it misses waits an hour at most.
  for (let after: number | undefined = 0; after !== undefined;)
    after = await wakeDeliveries(store.db, { issueId, reasonStart: HELD, after, limit: CHUNK }, now)
  // What was stopped is asked the last word again: whoever has left meanwhile gets nothing.
  const back = await retryDeliveries(store, { issueId, state: 'stopped' }, now)
  store.dialect.bell.ring()
  return wasHeld || (back.ok && back.queued > 0) ? { ok: true } : { ok: false, reason: 'not-held' }
}
