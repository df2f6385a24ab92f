import { sql, type RawBuilder } from 'kysely'
import { STOPPED, TOO_LATE, type DeliveryState } from '../domain/delivery.ts'
import type { Instant } from '../domain/instant.ts'
import { carryBits, type PositionPair, type Words } from './carried-bits.ts'
import type { Db } from './dialect.ts'

/** Deliveries that have come to an end, and the roads out of it that only a person takes (domain/delivery.ts). */
export type Retryable = 'refused' | 'withheld' | 'stopped'

const ENDS: Record<Retryable, { state: DeliveryState; reasonStart?: string }> = {
  refused: { state: 'refused' },
  withheld: { state: 'withheld', reasonStart: TOO_LATE },
  stopped: { state: 'withheld', reasonStart: STOPPED },
}

type ByHand = { at: Instant; reason: string }

/** Another issue that holds stories of this one, by their positions there and here. */
export type Overlap = { issueId: number; pairs: PositionPair[] }

/**
 * Queues up to `limit` ended deliveries of an issue again, of those withheld only the late ones, or those that were stopped; says how many.
 * They are due now, unless their hour is still to come: counted from when they were due at first, they would be too late once more. What another issue has given the reader meanwhile is left out of
 * the mail; where nothing is left, the delivery stays as it is.
 */
export async function queueEnded(
  db: Db,
  which: { issueId: number; state: Retryable; limit: number; overlaps: Overlap[] },
  { at, reason }: ByHand,
): Promise<number> {
  const { state, reasonStart } = ENDS[which.state]
  const isSo = reasonStart === undefined ? sql`` : sql` and reason like ${`${reasonStart}%`}`
  const due = sql`case when due_at > ${at} then due_at else ${at} end`
  const left = (word: keyof Words): RawBuilder<unknown> => leftOf(word, which.overlaps)
  const result = await sql`
    update deliveries set state = 'queued', joined_to = null, due_at = ${due}, next_at = ${due}, settled_at = null, reason = ${reason},
      low = ${left('low')}, high = ${left('high')}
    where state = ${state} and id in (
      select id from deliveries where issue_id = ${which.issueId} and state = ${state}${isSo}
        and (${left('low')} > 0 or ${left('high')} > 0) order by id limit ${which.limit})`.execute(db)
  return Number(result.numAffectedRows ?? 0n)
}

/** The stories of a delivery that no other issue has given its reader. */
function leftOf(word: keyof Words, overlaps: Overlap[]): RawBuilder<unknown> {
  const had = overlaps.map(({ issueId, pairs }) => {
    const bits = carryBits(pairs, { low: sql`o.low`, high: sql`o.high` })
    return sql`coalesce((
      select ${bits[word]} from deliveries as o
      where o.issue_id = ${issueId} and o.subscriber_id = deliveries.subscriber_id and o.state not in ('refused', 'withheld')), 0)`
  })
  const own = sql.ref(`deliveries.${word}`)
  return had.length === 0 ? own : sql`(${own} & ~(${sql.join(had, sql` | `)}))`
}

export async function countDeliveriesIn(db: Db, of: { issueId: number; state: Retryable }): Promise<number> {
  const { count } = await db
    .selectFrom('deliveries')
    .select((all) => all.fn.countAll<number>().as('count'))
    .where('issue_id', '=', of.issueId)
    .where('state', '=', ENDS[of.state].state)
    .executeTakeFirstOrThrow()
  return count
}

export async function findDeliveryState(db: Db, id: number): Promise<DeliveryState | undefined> {
  return (await db.selectFrom('deliveries').select('state').where('id', '=', id).executeTakeFirst())?.state
}

/** doubtful → accepted, with all that was in the same mail; told false when it is not doubtful. */
export async function acceptDoubtful(db: Db, id: number, { at, reason }: ByHand): Promise<boolean> {
  const { rows } = await sql<{ id: number }>`
    update deliveries set state = 'accepted', settled_at = ${at}, reason = ${reason} where ${isInDoubt(id)} returning id`.execute(db)
  return rows.length > 0
}

/** doubtful → queued, due now, with all that was in the same mail; told false when it is not doubtful. */
export async function queueDoubtful(db: Db, id: number, { at, reason }: ByHand): Promise<boolean> {
  const { rows } = await sql<{ id: number }>`
    update deliveries set state = case when joined_to is null then 'queued' else 'joined' end, due_at = ${at}, next_at = ${at},
      settled_at = null, reason = ${reason}
    where ${isInDoubt(id)} returning id`.execute(db)
  return rows.length > 0
}

/** The doubtful deliveries of the mail in which this one was, if it is doubtful itself: one line broke for all of them. */
const isInDoubt = (id: number): RawBuilder<boolean> => sql`state = 'doubtful' and id in (
  select m.id from deliveries as d join deliveries as m on m.id = coalesce(d.joined_to, d.id) or m.joined_to = coalesce(d.joined_to, d.id)
  where d.id = ${id} and d.state = 'doubtful')`
