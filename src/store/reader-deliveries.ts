import type { DeliveryState } from '../domain/delivery.ts'
import type { Positions } from '../domain/positions.ts'
import type { Db } from './dialect.ts'

/** One reader's share of an issue: what was in the mail, and what had no room in it. */
export type ReaderDelivery = { issueId: number; state: DeliveryState; stories: Positions; more: Positions }

export async function listReaderDeliveries(db: Db, subscriberId: number, issueIds: number[]): Promise<ReaderDelivery[]> {
  if (issueIds.length === 0) return []
  const rows = await db
    .selectFrom('deliveries')
    .select(['issue_id', 'state', 'low', 'high', 'more_low', 'more_high'])
    .where('subscriber_id', '=', subscriberId)
    .where('issue_id', 'in', issueIds)
    .orderBy('issue_id')
    .execute()
  return rows.map(({ issue_id, state, low, high, more_low, more_high }) => ({
    ...{ issueId: issue_id, state, stories: { low, high } },
    more: { low: more_low, high: more_high },
  }))
}
