import type { Instant } from '../domain/instant.ts'
import type { Store } from '../store/dialect.ts'
import { releaseIssue, wakeDeliveries } from '../store/held-issues.ts'
import { findIssue } from '../store/issues.ts'
import { HELD } from './put-back.ts'

export type Resumed = { ok: true } | { ok: false; reason: 'no-such-issue' | 'not-held' }

// Few enough that senders never wait long for the write lock.
const CHUNK = 2000

/**
 * Lets a held issue go on: what was put back meanwhile is due now. Those that were refused before it was held stay refused until somebody
 * queues them again.
 */
export async function resumeIssue(store: Store, issueId: number, now: Instant): Promise<Resumed> {
  if (!(await findIssue(store.db, issueId))) return { ok: false, reason: 'no-such-issue' }
  const wasHeld = await releaseIssue(store.db, issueId)
  // Even when it was not held: a resumption that was killed half way is carried on. Whom it misses waits an hour at most.
  for (let after: number | undefined = 0; after !== undefined;)
    after = await wakeDeliveries(store.db, { issueId, reasonStart: HELD, after, limit: CHUNK }, now)
  store.dialect.bell.ring()
  return wasHeld ? { ok: true } : { ok: false, reason: 'not-held' }
}
