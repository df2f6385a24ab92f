import type { Instant } from '../../domain/instant.ts'
import { waitForOthers } from '../../store/addressing.ts'
import { writeDeed, type Actor } from '../../store/audit.ts'
import type { Db, Store } from '../../store/dialect.ts'
import { findIssue } from '../../store/issues.ts'
import { hasLaterIssue, markDraft, removeDeliveries, removeTraces } from '../../store/unapprove.ts'

export type Unapproved =
  { ok: true } | { ok: false; reason: 'no-such-issue' | 'not-approved' | 'left' | 'in-hand' | 'later-issue' | 'not-fixed' }

/**
 * Takes the yes back, as long as no mail has left: the issue is a draft again, and nobody has a delivery of it. Senders and this meet at
 * the rows of the deliveries, so either the mail leaves and the yes stays, or it is taken back and no mail leaves.
 */
export async function unapproveIssue(store: Store, issueId: number, by: Actor, now: Instant): Promise<Unapproved> {
  try {
    return await store.db.transaction().execute((tx) => unapproveInside(tx, issueId, by, now))
  } catch (error) {
    if (error instanceof Kept) return { ok: false, reason: error.reason }
    throw error
  }
}

/** Undoes the transaction. */
class Kept extends Error {
  readonly reason: 'left' | 'in-hand'
  constructor(reason: 'left' | 'in-hand') {
    super(reason)
    this.reason = reason
  }
}

async function unapproveInside(tx: Db, issueId: number, by: Actor, now: Instant): Promise<Unapproved> {
  const issue = await findIssue(tx, issueId)
  if (!issue) return { ok: false, reason: 'no-such-issue' }
  // Of rolling and instant digests an issue is for one moment, which has passed.
  if (issue.fromAt !== null) return { ok: false, reason: 'not-fixed' }
  await waitForOthers(tx)
  if (await hasLaterIssue(tx, issue)) return { ok: false, reason: 'later-issue' }
  if (!(await markDraft(tx, issueId))) return { ok: false, reason: 'not-approved' }
  const kept = await removeDeliveries(tx, issueId)
  if (kept !== 'none') throw new Kept(kept)
  await removeTraces(tx, issue)
  const before = { state: issue.state, partsHash: issue.partsHash }
  await writeDeed(tx, by, { action: 'issue.unapprove', subject: `issue:${issueId}`, before, after: { state: 'draft' } }, now)
  return { ok: true }
}
