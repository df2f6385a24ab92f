import type { IssueRef } from '../domain/links.ts'
import { findDelivery, type ClaimedDelivery } from './deliveries.ts'
import type { Db } from './dialect.ts'

/** What one subscriber got of an issue. */
export type DeliveredIssue = { issueId: number; address: string; delivery: ClaimedDelivery }

/** Undefined unless the mail has left: for what still waits or was withheld, as for what never was. */
export async function findDeliveredIssue(db: Db, { subscriberId, digestId, number }: IssueRef): Promise<DeliveredIssue | undefined> {
  const row = await db
    .selectFrom('issues')
    .innerJoin('deliveries', 'deliveries.issue_id', 'issues.id')
    .innerJoin('subscribers', 'subscribers.id', 'deliveries.subscriber_id')
    .select(['issues.id', 'address'])
    .where('digest_id', '=', digestId)
    .where('number', '=', number)
    .where('subscriber_id', '=', subscriberId)
    .where('deliveries.state', 'in', ['posting', 'accepted', 'doubtful'])
    .executeTakeFirst()
  const delivery = row && (await findDelivery(db, { issueId: row.id, subscriberId }))
  return row && delivery && { issueId: row.id, address: row.address, delivery }
}

/** The stories that a subscriber was sent by digests still subscribed to, the last sent first, each once. */
export async function listDeliveredTo(db: Db, subscriberId: number, issues: number): Promise<DeliveredStories[]> {
  const latest = db
    .selectFrom('issues')
    .innerJoin('subscriptions', 'subscriptions.digest_id', 'issues.digest_id')
    .select('issues.id')
    .where('subscriptions.subscriber_id', '=', subscriberId)
    .where('subscriptions.state', '=', 'active')
    .orderBy('issues.id', 'desc')
    .limit(issues)
  return db
    .selectFrom('deliveries')
    .innerJoin('issues', 'issues.id', 'issue_id')
    .innerJoin('digests', 'digests.id', 'digest_id')
    .select(['issue_id as issueId', 'low', 'high', 'public as isPublic', 'deliveries.due_at as dueAt'])
    .where('issue_id', 'in', latest)
    .where('subscriber_id', '=', subscriberId)
    .where('deliveries.state', 'in', ['posting', 'accepted', 'doubtful'])
    .orderBy('issue_id', 'desc')
    .execute()
}

export type DeliveredStories = { issueId: number; low: number; high: number; isPublic: number; dueAt: number }
