import type { Instant } from '../../domain/instant.ts'
import type { Positions } from '../../domain/positions.ts'
import type { Db } from '../dialect.ts'

/** The earliest mail of a digest that is made for a reader and has not left. */
export async function findWaitingMail(
  db: Db,
  of: { subscriberId: number; digestId: number },
): Promise<{ issueId: number; dueAt: Instant; set: Positions } | undefined> {
  const row = await db
    .selectFrom('issues')
    .innerJoin('deliveries', (join) => join.onRef('issue_id', '=', 'issues.id').on('subscriber_id', '=', of.subscriberId))
    .select(['issue_id', 'deliveries.due_at', 'low', 'high'])
    .where('digest_id', '=', of.digestId)
    .where('deliveries.state', 'in', ['queued', 'leased', 'posting'])
    .orderBy('deliveries.due_at')
    .limit(1)
    .executeTakeFirst()
  return row && { issueId: row.issue_id, dueAt: row.due_at, set: { low: row.low, high: row.high } }
}
