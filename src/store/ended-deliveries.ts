import { sql } from 'kysely'
import { TOO_LATE, type DeliveryState } from '../domain/delivery.ts'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** Deliveries that have come to an end, and the roads out of it that only a person takes (domain/delivery.ts). */
export type Retryable = 'refused' | 'withheld'

type ByHand = { at: Instant; reason: string }

/**
 * Queues up to `limit` ended deliveries of an issue again, of those withheld only the late ones; says how many. They are due now: counted
 * from when they were due at first, they would be too late once more.
 */
export async function queueEnded(
  db: Db,
  which: { issueId: number; state: Retryable; limit: number },
  { at, reason }: ByHand,
): Promise<number> {
  const isLate = which.state === 'withheld' ? sql` and reason like ${`${TOO_LATE}%`}` : sql``
  const result = await sql`
    update deliveries set state = 'queued', due_at = ${at}, next_at = ${at}, settled_at = null, reason = ${reason}
    where state = ${which.state} and id in (
      select id from deliveries where issue_id = ${which.issueId} and state = ${which.state}${isLate} order by id limit ${which.limit})`.execute(
    db,
  )
  return Number(result.numAffectedRows ?? 0n)
}

export async function countDeliveriesIn(db: Db, of: { issueId: number; state: DeliveryState }): Promise<number> {
  const { count } = await db
    .selectFrom('deliveries')
    .select((all) => all.fn.countAll<number>().as('count'))
    .where('issue_id', '=', of.issueId)
    .where('state', '=', of.state)
    .executeTakeFirstOrThrow()
  return count
}

export async function findDeliveryState(db: Db, id: number): Promise<DeliveryState | undefined> {
  return (await db.selectFrom('deliveries').select('state').where('id', '=', id).executeTakeFirst())?.state
}

/** doubtful → accepted; told false when it is not doubtful. */
export async function acceptDoubtful(db: Db, id: number, { at, reason }: ByHand): Promise<boolean> {
  const end = { state: 'accepted' as const, settled_at: at, reason }
  const result = await db.updateTable('deliveries').set(end).where('id', '=', id).where('state', '=', 'doubtful').executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** doubtful → queued, due now; told false when it is not doubtful. */
export async function queueDoubtful(db: Db, id: number, { at, reason }: ByHand): Promise<boolean> {
  const again = { state: 'queued' as const, due_at: at, next_at: at, settled_at: null, reason }
  const result = await db.updateTable('deliveries').set(again).where('id', '=', id).where('state', '=', 'doubtful').executeTakeFirst()
  return result.numUpdatedRows > 0n
}
