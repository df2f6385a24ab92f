import { STOPPED } from '../../domain/delivery.ts'
import type { Instant } from '../../domain/instant.ts'
import { writeDeed, type Actor } from '../../store/audit.ts'
import type { Store } from '../../store/dialect.ts'
import { changeHoldReason } from '../../store/held-issues.ts'
import { withholdWaiting } from '../../store/issue-queue.ts'
import { findIssue } from '../../store/issues.ts'

export type Stopped = { ok: true } | { ok: false; reason: 'no-such-issue' | 'not-approved' }

// Few enough that senders never wait long for the write lock.
const CHUNK = 2000

/**
 * Ends an issue where it is: what waits is withheld, and so is what a sender has in hand before its message is under way. It can be gone
 * on with (resume-issue.ts). Stopped half way, it is carried on by stopping once more; nothing goes out in between.
 */
export async function stopIssue(store: Store, issueId: number, by: Actor, now: Instant): Promise<Stopped> {
  const issue = await findIssue(store.db, issueId)
  if (!issue) return { ok: false, reason: 'no-such-issue' }
  if (issue.state !== 'approved' && issue.state !== 'addressed') return { ok: false, reason: 'not-approved' }
  const reason = `${STOPPED} by ${by.name}`
  if (!issue.heldReason?.startsWith(STOPPED))
    await store.db.transaction().execute(async (tx) => {
      await changeHoldReason(tx, issueId, { reason, at: now })
      await writeDeed(
        tx,
        by,
        { action: 'issue.stop', subject: `issue:${issueId}`, before: { held: issue.heldReason }, after: { held: reason } },
        now,
      )
    })
  for (let after: number | undefined = 0; after !== undefined;)
    after = await withholdWaiting(store.db, { issueId, after, limit: CHUNK }, { reason, at: now })
  return { ok: true }
}
