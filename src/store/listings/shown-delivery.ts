import type { BriefingContent } from '../../domain/briefing.ts'
import type { DeliveryState } from '../../domain/delivery.ts'
import type { Instant } from '../../domain/instant.ts'
import { listPositions, type Positions } from '../../domain/positions.ts'
import type { Db } from '../dialect.ts'
import { idsOf } from '../subscriptions.ts'
import { listAttempts, type ListedAttempt } from './attempts.ts'
import { listNewsOf, type ListedNews } from './delivery-news.ts'

/** Everything that is known about one delivery, for people who ask. */
export type ShownDelivery = {
  id: number
  address: string
  digest: string
  issueId: number
  issueNumber: number
  state: DeliveryState
  reason: string | null
  dueAt: Instant
  /** When it is tried next; null where it waits for nothing. */
  nextAt: Instant | null
  /** Until when a sender holds it. */
  leaseUntil: Instant | null
  settledAt: Instant | null
  language: string
  format: string
  /** The topics that the reader had chosen when the issue was addressed, by slug. */
  topics: string[]
  stories: ShownStory[]
  attempts: ListedAttempt[]
  /** What was reported about it after it had left us. */
  news: ListedNews[]
}

export type ShownStory = { position: number; briefingId: number; revision: number; title: string }

export async function findShownDelivery(db: Db, id: number): Promise<ShownDelivery | undefined> {
  const row = await db
    .selectFrom('deliveries')
    .innerJoin('subscribers', 'subscribers.id', 'subscriber_id')
    .innerJoin('issues', 'issues.id', 'issue_id')
    .innerJoin('digests', 'digests.id', 'issues.digest_id')
    .selectAll('deliveries')
    .select(['address', 'digests.slug as digest', 'issues.number as issueNumber'])
    .where('deliveries.id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  return {
    ...{ id, address: row.address, digest: row.digest, issueId: row.issue_id, issueNumber: row.issueNumber },
    ...{ state: row.state, reason: row.reason, language: row.language, format: row.format },
    dueAt: row.due_at,
    nextAt: row.state === 'queued' ? row.next_at : null,
    leaseUntil: row.lease_until,
    settledAt: row.settled_at,
    topics: await slugsOf(db, idsOf(row.topics)),
    stories: await storiesAt(db, row.issue_id, row),
    attempts: await listAttempts(db, id),
    news: await listNewsOf(db, id),
  }
}

async function slugsOf(db: Db, topicIds: number[]): Promise<string[]> {
  if (topicIds.length === 0) return []
  const rows = await db.selectFrom('topics').select('slug').where('id', 'in', topicIds).orderBy('id').execute()
  return rows.map(({ slug }) => slug)
}

/** The stories with the titles that they had when the issue was frozen. */
async function storiesAt(db: Db, issueId: number, set: Positions): Promise<ShownStory[]> {
  const positions = listPositions(set)
  if (positions.length === 0) return []
  const rows = await db
    .selectFrom('issue_stories')
    .innerJoin('revisions', (join) =>
      join.onRef('revisions.briefing_id', '=', 'issue_stories.briefing_id').onRef('revisions.number', '=', 'issue_stories.revision'),
    )
    .select(['position', 'issue_stories.briefing_id as briefingId', 'revision', 'content'])
    .where('issue_id', '=', issueId)
    .where('position', 'in', positions)
    .orderBy('position')
    .execute()
  return rows.map(({ content, ...story }) => ({ ...story, title: (JSON.parse(content) as BriefingContent).title }))
}
