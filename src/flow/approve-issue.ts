import type { Instant } from '../domain/instant.ts'
import type { Db, Store } from '../store/dialect.ts'
import { getDigest } from '../store/digests.ts'
import { findIssue, listIssuesIn, listIssueStories, markApproved } from '../store/issues.ts'
import { freezeParts } from '../store/parts.ts'
import { insertPrinting } from '../store/printings.ts'
import type { Publication } from './publication.ts'
import { hashParts, renderParts } from './render-parts.ts'

export type Approved = { ok: true; partsHash: string } | { ok: false; reason: 'no-such-issue' | 'not-draft' }

type Approval = { issueId: number; by: string; releaseAt: Instant }

/** Renders and freezes the parts of a draft, and writes their hash down with the yes: from here on these bytes are what is sent. */
export async function approveIssue(store: Store, approval: Approval, publication: Publication, now: Instant): Promise<Approved> {
  const issue = await findIssue(store.db, approval.issueId)
  if (!issue) return { ok: false, reason: 'no-such-issue' }
  if (issue.state !== 'draft') return { ok: false, reason: 'not-draft' }
  const digest = await getDigest(store.db, issue.digestId)
  const stories = await listIssueStories(store.db, issue.id)
  const parts = await renderParts(store.db, { digest, number: issue.number, dueAt: issue.dueAt, stories }, publication)
  const partsHash = hashParts(parts)
  return store.db.transaction().execute(async (tx): Promise<Approved> => {
    const isFirst = await markApproved(tx, issue.id, { at: now, by: approval.by, partsHash, releaseAt: approval.releaseAt })
    if (!isFirst) return { ok: false, reason: 'not-draft' }
    await insertPrinting(tx, { issueId: issue.id, printing: 1, partsHash, frozenAt: now, frozenBy: approval.by })
    await freezeParts(tx, { issueId: issue.id, printing: 1 }, parts)
    return { ok: true, partsHash }
  })
}

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
