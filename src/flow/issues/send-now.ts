import type { Instant } from '../../domain/instant.ts'
import { writeDeed, type Actor } from '../../store/audit.ts'
import type { Store } from '../../store/dialect.ts'
import { bringForward } from '../../store/issue-queue.ts'
import { findIssue } from '../../store/issues.ts'
import { addressIssue } from '../address-issue.ts'
import { approveIssue } from '../approve-issue.ts'
import type { Publication } from '../publication.ts'

export type SentNow = { ok: true; mails: number } | { ok: false; reason: 'no-such-issue' | 'skipped' | 'held' | 'changed-meanwhile' }

type Wanted = { issueId: number; seen?: string | undefined }

const CHUNK = 2000

/** Sends an issue at once to everybody whom it concerns, whatever their hour; a draft is approved by it. `mails`: how many it brought forward. */
export async function sendNow(
  store: Store,
  { issueId, seen }: Wanted,
  by: Actor,
  { publication, now }: { publication: Publication; now: Instant },
): Promise<SentNow> {
  const found = await findIssue(store.db, issueId)
  if (!found) return { ok: false, reason: 'no-such-issue' }
  if (found.state === 'skipped') return { ok: false, reason: 'skipped' }
  if (found.heldReason !== null) return { ok: false, reason: 'held' }
  if (found.state === 'draft') {
    const approved = await approveIssue(store, { issueId, by, releaseAt: now, seen }, publication, now)
    if (!approved.ok && approved.reason === 'changed-meanwhile') return { ok: false, reason: 'changed-meanwhile' }
  }
  // Before anything is done, because that goes through many transactions.
  await writeDeed(store.db, by, { action: 'issue.send-now', subject: `issue:${issueId}` }, now)
  const issue = await findIssue(store.db, issueId)
  if (issue?.state === 'approved') await addressIssue(store, issue, { now })
  let mails = 0
  for (let after: number | undefined = 0; after !== undefined;) {
    const step = await bringForward(store.db, { issueId, after, limit: CHUNK }, now)
    mails += step?.mails ?? 0
    after = step?.last
  }
  store.dialect.bell.ring()
  return { ok: true, mails }
}
