import type { Instant } from '../domain/instant.ts'
import type { DeliveryState } from '../domain/delivery.ts'
import type { Db } from './dialect.ts'
import type { NewRow } from './tables.ts'

/** A delivery that a report names, and whom it went to. */
export type ReportedDelivery = {
  id: number
  issueId: number
  subscriberId: number
  canonical: string
  state: DeliveryState
  /** When it left us, as far as we know. */
  leftAt: Instant
}

/** Undefined where it has been pruned, or its reader erased. */
export async function findReportedDelivery(db: Db, id: number): Promise<ReportedDelivery | undefined> {
  const row = await db
    .selectFrom('deliveries')
    .innerJoin('subscribers', 'subscribers.id', 'deliveries.subscriber_id')
    .select(['deliveries.id', 'issue_id', 'subscriber_id', 'canonical', 'deliveries.state', 'due_at', 'settled_at'])
    .where('deliveries.id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  const { issue_id, subscriber_id, canonical, state, due_at, settled_at } = row
  return { id, issueId: issue_id, subscriberId: subscriber_id, canonical, state, leftAt: settled_at ?? due_at }
}

/** Keeps what was heard about a delivery, beside its state. Told false when that was heard before: a report counts once. */
export async function insertNews(tx: Db, news: NewRow<'delivery_news'>): Promise<boolean> {
  const result = await tx
    .insertInto('delivery_news')
    .values(news)
    .onConflict((conflict) => conflict.columns(['delivery_id', 'kind']).doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** What follows turned out otherwise than such news usually leads to. */
export async function setWhatFollows(tx: Db, deliveryId: number, follows: string): Promise<void> {
  await tx.updateTable('delivery_news').set({ follows }).where('delivery_id', '=', deliveryId).where('kind', '=', 'failed').execute()
}

/** Erases what was heard about the deliveries of a reader: the texts of mail servers name the address. */
export async function eraseNews(tx: Db, subscriberId: number): Promise<void> {
  await tx
    .deleteFrom('delivery_news')
    .where('delivery_id', 'in', (news) => news.selectFrom('deliveries').select('id').where('subscriber_id', '=', subscriberId))
    .execute()
}
