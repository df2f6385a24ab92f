import { sql } from 'kysely'
import { QUARTER, type Instant } from '../domain/instant.ts'
import { listDeliveriesById, type ClaimedDelivery } from './deliveries.ts'
import type { Db } from './dialect.ts'

/** One attempt at a mail: when it was dated, what tells its message from every other, and the deliveries in it, the leading one first. */
export type SentMail = { number: number; outcome: string; datedAt: Instant; messageHash: string; members: ClaimedDelivery[] }

/** The last attempt at the mail in which a delivery left, or that of some number; undefined where there was none that is kept whole. */
export async function findSentMail(db: Db, deliveryId: number, number?: number): Promise<SentMail | undefined> {
  let query = db.selectFrom('attempts').selectAll().where('delivery_id', '=', deliveryId).where('message_hash', 'is not', null)
  if (number !== undefined) query = query.where('number', '=', number)
  const attempt = await query.orderBy('number', 'desc').limit(1).executeTakeFirst()
  if (!attempt || attempt.message_hash === null || attempt.dated_at === null) return undefined
  const members = await listMembers(db, deliveryId, { startedAt: attempt.started_at, messageHash: attempt.message_hash })
  return { number: attempt.number, outcome: attempt.outcome, datedAt: attempt.dated_at, messageHash: attempt.message_hash, members }
}

/** What waits for a reader in a quarter of an hour and leaves together; `deliveryId`: in the mail of that one. The leading one first. */
export async function listWaitingTogether(db: Db, of: { subscriberId: number; quarter: number; deliveryId: number }): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    with waiting as materialized (
      select id, coalesce(joined_to, id) as leading_id, due_at from deliveries
      where subscriber_id = ${of.subscriberId} and state in ('queued', 'joined', 'leased')),
    led as (
      select leading_id from waiting where id = ${of.deliveryId}
      union select min(leading_id) from waiting where ${of.deliveryId} = 0 and due_at / ${sql.lit(QUARTER)} = ${of.quarter})
    select id from waiting where leading_id in (select leading_id from led)
    order by case when id = leading_id then 0 else 1 end, id`.execute(db)
  return rows.map(({ id }) => id)
}

/** Those that were in one message have an attempt each with the same fingerprint; the one that the others are joined to led. */
async function listMembers(db: Db, deliveryId: number, sent: { startedAt: Instant; messageHash: string }): Promise<ClaimedDelivery[]> {
  const { rows } = await sql<{ id: number; joined_to: number | null }>`
    select d.id, d.joined_to from deliveries as d join attempts as a on a.delivery_id = d.id
    where a.started_at = ${sent.startedAt} and a.message_hash = ${sent.messageHash} and d.id in (
      select ${deliveryId} union select joined_to from deliveries where id = ${deliveryId}
      union select id from deliveries where joined_to = ${deliveryId}
      union select o.id from deliveries as o join deliveries as s on o.joined_to = s.joined_to where s.id = ${deliveryId})
    order by case when d.joined_to is null then 0 else 1 end, d.id`.execute(db)
  const found = new Map(
    (
      await listDeliveriesById(
        db,
        rows.map(({ id }) => id),
      )
    ).map((one) => [one.id, one]),
  )
  return rows.flatMap(({ id }) => found.get(id) ?? [])
}
