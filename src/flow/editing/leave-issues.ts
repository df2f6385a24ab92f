import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../../store/dialect.ts'
import { dropFromWaiting, dropStory, listHolding, takeBackApproval } from '../../store/leave-issues.ts'

/** What a withdrawal changed: issues that no longer hold the story, those that need a new yes, and mails that had waited with it. */
export type IssuesLeft = { issues: number; approvals: number; mails: number }

/**
 * A withdrawn story leaves every issue that is not sent: drafts lose it, approved ones become drafts again, because what was approved is
 * what is sent, and of addressed ones the mails that still wait.
 */
export async function leaveIssues(tx: Db, briefingId: number, now: Instant): Promise<IssuesLeft> {
  const left = { issues: 0, approvals: 0, mails: 0 }
  for (const held of await listHolding(tx, briefingId)) {
    if (held.state === 'skipped') continue
    if (held.state === 'draft' || (held.state === 'approved' && held.addressedThrough === 0)) {
      await dropStory(tx, held)
      left.issues++
      if (held.state === 'draft') continue
      await takeBackApproval(tx, held.issueId)
      left.approvals++
    } else left.mails += await dropFromWaiting(tx, held, now)
  }
  return left
}
