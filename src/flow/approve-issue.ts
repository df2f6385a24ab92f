import type { Instant } from '../domain/instant.ts'
import type { Db, Store } from '../store/dialect.ts'
import { writeDeed, type Actor } from '../store/audit.ts'
import { getDigest } from '../store/digests.ts'
import { findEdits } from '../store/issue-edits.ts'
import { findIssue, listIssuesIn, listIssueStories, markApproved } from '../store/issues.ts'
import { freezeParts } from '../store/parts.ts'
import { insertPrinting } from '../store/printings.ts'
import { planOf } from './issues/issue-plan.ts'
import type { Publication } from './publication.ts'
import { hashParts, renderParts } from './render-parts.ts'

export type Approved = { ok: true; partsHash: string } | { ok: false; reason: 'no-such-issue' | 'not-draft' | 'changed-meanwhile' }

type Approval = {
  issueId: number
  /** Who says yes: a person, or the schedule. */
  by: string | Actor
  releaseAt: Instant
  /** The hash of the parts that were shown: others are not approved by mistake. */
  seen?: string | undefined
}

/** Renders and freezes the parts of a draft, and writes their hash down with the yes: from here on these bytes are what is sent. */
export async function approveIssue(store: Store, approval: Approval, publication: Publication, now: Instant): Promise<Approved> {
  const issue = await findIssue(store.db, approval.issueId)
  if (!issue) return { ok: false, reason: 'no-such-issue' }
  if (issue.state !== 'draft') return { ok: false, reason: 'not-draft' }
  const plan = await planOf(store.db, issue)
  const parts = await renderParts(store.db, plan, publication)
  const partsHash = hashParts(parts)
  if (approval.seen !== undefined && approval.seen !== partsHash) return { ok: false, reason: 'changed-meanwhile' }
  const by = typeof approval.by === 'string' ? approval.by : approval.by.name
  const freeze = async (tx: Db): Promise<Approved> => {
    const isFirst = await markApproved(tx, issue.id, { at: now, by, partsHash, releaseAt: approval.releaseAt })
    if (!isFirst) return { ok: false, reason: 'not-draft' }
    // An edit that came in between waits for nobody: what was rendered is not what stands there now.
    if ((await findEdits(tx, issue.id)).changes !== plan.changes) throw new ChangedMeanwhile()
    await insertPrinting(tx, { issueId: issue.id, printing: 1, partsHash, frozenAt: now, frozenBy: by })
    await freezeParts(tx, { issueId: issue.id, printing: 1 }, parts)
    if (typeof approval.by !== 'string') {
      const deed = {
        action: 'issue.approve',
        subject: `issue:${issue.id}`,
        before: { state: 'draft' },
        after: { state: 'approved', partsHash },
      }
      await writeDeed(tx, approval.by, deed, now)
    }
    return { ok: true, partsHash }
  }
  try {
    return await store.db.transaction().execute(freeze)
  } catch (error) {
    if (error instanceof ChangedMeanwhile) return { ok: false, reason: 'changed-meanwhile' }
    throw error
  }
}

/** Undoes the transaction. */
class ChangedMeanwhile extends Error {}

/** Approves the drafts of digests that need nobody's yes. They are released at their own time, however late the clock came round. */
export async function approveDue(
  store: Store,
  publication: Publication,
  now: Instant,
  failed: (issueId: number, error: unknown) => void,
): Promise<number> {
  let approved = 0
  for (const issue of await listIssuesIn(store.db, 'draft')) {
    try {
      if (issue.waitsForYes || issue.heldReason !== null) continue
      const digest = await getDigest(store.db, issue.digestId)
      if (digest.approval !== 'auto' && digest.release === 'fixed' && (await hasStories(store.db, issue.id))) continue
      const answer = await approveIssue(
        store,
        { issueId: issue.id, by: 'schedule', releaseAt: issue.fromAt ?? issue.dueAt },
        publication,
        now,
      )
      if (answer.ok) approved++
    } catch (error) {
      failed(issue.id, error)
    }
  }
  return approved
}

/** Without any, it says to those who wish it that there is nothing, and there is nothing to approve. */
const hasStories = async (db: Db, issueId: number): Promise<boolean> => (await listIssueStories(db, issueId)).length > 0
