import { sql } from 'kysely'
import type { Instant } from '../domain/instant.ts'
import type { Format } from '../domain/part.ts'
import type { Positions } from '../domain/positions.ts'
import type { Db } from './dialect.ts'

/**
 * Takes every delivery whose time has come as accepted at its time, without sending it; what was overdue before `from` goes out then.
 * For databases in which nothing is real.
 */
export async function acceptAllDue(db: Db, { from, now }: { from: Instant; now: Instant }): Promise<void> {
  await sql`
    update deliveries set state = 'accepted', attempts = 1, settled_at = case when next_at < ${from} then ${from} else next_at end
    where state = 'queued' and next_at <= ${now}`.execute(db)
  // From the few that are joined to what they are joined to; the other way round it would go through all that were ever accepted.
  await sql`
    update deliveries set state = 'accepted', attempts = 1, settled_at = due_at
    where state = 'joined' and joined_to is not null
      and (select l.state from deliveries as l where l.id = deliveries.joined_to) = 'accepted'`.execute(db)
}

export type SimulatedDelivery = {
  id: number
  issueId: number
  subscriberId: number
  at: Instant
  low: number
  high: number
  format: Format
  language: string
  /** The delivery in whose mail it left, where that was another. */
  joinedTo: number | null
  /** The stories that had no room in it. */
  more: Positions
}

const AT_ONCE = 20_000

/** The deliveries that were accepted with `from <= at < until`, some thousand at a time, in the order of their ids. */
export async function* listAccepted(db: Db, { from, until }: { from: Instant; until: Instant }): AsyncGenerator<SimulatedDelivery[]> {
  for (let after = 0; ;) {
    const rows = await db
      .selectFrom('deliveries')
      .select(['id', 'issue_id as issueId', 'subscriber_id as subscriberId', 'settled_at as at', 'low', 'high', 'format', 'language'])
      .select(['joined_to as joinedTo', 'more_low', 'more_high'])
      .where('id', '>', after)
      .where('state', '=', 'accepted')
      .orderBy('id')
      .limit(AT_ONCE)
      .execute()
    yield rows.flatMap(({ at, more_low, more_high, ...row }) =>
      at !== null && at >= from && at < until ? [{ ...row, at, more: { low: more_low, high: more_high } }] : [],
    )
    const last = rows.at(-1)
    if (!last || rows.length < AT_ONCE) return
    after = last.id
  }
}

/** The domain of every active reader's address, by the reader's number. */
export async function listReaderDomains(db: Db): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom('subscribers')
    .select(['id', 'canonical'])
    .where((eb) =>
      eb.exists(eb.selectFrom('subscriptions').select('id').whereRef('subscriber_id', '=', 'subscribers.id').where('state', '=', 'active')),
    )
    .execute()
  return new Map(rows.map(({ id, canonical }) => [id, canonical.slice(canonical.lastIndexOf('@') + 1)]))
}
