import { sql } from 'kysely'
import { DAY, QUARTER, type Instant } from '../domain/instant.ts'
import type { Chunk } from './addressing-chunk.ts'
import type { Db } from './dialect.ts'
import { whole } from './typed-value.ts'

/** Another issue of which something falls due in the same quarter of an hour, counted from 1970. */
export type Meeting = { quarter: number; issueId: number }

// Readers of one weekday wait for a week at most.
const LONGEST_WAIT = 8 * DAY

/** The issues of which readers of the chunk may have something due in the same quarters: the few in which two deliveries can meet. */
export async function listMeetings(tx: Db, { issueId, after, to }: Chunk, now: Instant): Promise<Meeting[]> {
  const others = await tx
    .selectFrom('issues')
    .select('id')
    .where('id', '!=', issueId)
    .where('state', 'in', ['approved', 'addressed'])
    .where('release_at', '>', now - LONGEST_WAIT)
    // For each of the few issues a look-up: a list of the chunk's digests would be made by going through all subscriptions there are.
    .where(
      sql<boolean>`(select s.id from subscriptions as s
        where s.digest_id = issues.digest_id and s.subscriber_id > ${after} and s.subscriber_id <= ${to} limit 1) is not null`,
    )
    .execute()
  if (others.length === 0) return []
  const ids = sql.join(others.map(({ id }) => id))
  const { rows } = await sql<Meeting>`
    select distinct o.issue_id as "issueId", o.quarter from (
      select issue_id, ${quarterOf('due_at')} as quarter from issue_hours where issue_id in (${ids})
      union select issue_id, quarter from issue_quarters where issue_id in (${ids})) as o
    where o.quarter in (
      select ${quarterOf('due_at')} from issue_hours where issue_id = ${issueId}
      union select quarter from issue_quarters where issue_id = ${issueId})`.execute(tx)
  return rows
}

type Joining = Pick<Chunk, 'issueId' | 'after' | 'to'> & { isByHour?: boolean }

/**
 * Joins the new deliveries of a chunk to what else their readers get in the same quarter of an hour: where the reader wishes it, or the
 * reader has said nothing and both digests do. Only what no sender has touched yet is joined. The mail leaves when the last of them is
 * due. Says how many were joined.
 */
export async function joinDeliveries(tx: Db, chunk: Joining, meetings: Meeting[]): Promise<number> {
  if (meetings.length === 0) return 0
  const { issueId, after, to } = chunk
  // SQLite takes the tables of a cross join in the order in which they stand: new deliveries, the issues they may meet, and a look-up in each.
  const joined = await sql`
    with meetings (quarter, issue_id) as (values ${sql.join(meetings.map((one) => sql`(${whole(one.quarter)}, ${whole(one.issueId)})`))}),
    met as materialized (
      select n.id, min(o.id) as leading_id
      from deliveries as n cross join meetings as m cross join deliveries as o
        cross join subscribers as r cross join issues as ni cross join digests as nd cross join issues as oi cross join digests as od
      where n.issue_id = ${issueId} and n.subscriber_id > ${after} and n.subscriber_id <= ${to} and n.state = 'queued' and n.attempts = 0
        and m.quarter = ${quarterOf('n.due_at')} and o.issue_id = m.issue_id and o.subscriber_id = n.subscriber_id
        and o.state = 'queued' and o.attempts = 0 and ${quarterOf('o.due_at')} = m.quarter
        and r.id = n.subscriber_id and ni.id = n.issue_id and nd.id = ni.digest_id and oi.id = o.issue_id and od.id = oi.digest_id
        and (nd.id = od.id or coalesce(r.joins, nd.joins * od.joins) = 1)
      group by n.id)
    update deliveries set state = 'joined', joined_to = met.leading_id from met where deliveries.id = met.id`.execute(tx)
  const count = Number(joined.numAffectedRows ?? 0n)
  if (count > 0) await waitForJoined(tx, chunk)
  return count
}

async function waitForJoined(tx: Db, { issueId, after, to, isByHour }: Joining): Promise<void> {
  // Who waits for a digest that rolls goes on waiting when another joins, and goes when it is that one.
  const own = sql.ref(isByHour ? 'deliveries.due_at' : 'deliveries.next_at')
  await sql`
    with joined as materialized (
      select joined_to, max(due_at) as due_at from deliveries
      where issue_id = ${issueId} and subscriber_id > ${after} and subscriber_id <= ${to} and state = 'joined' group by joined_to)
    update deliveries set next_at = case when ${own} > joined.due_at then ${own} else joined.due_at end
    from joined where deliveries.id = joined.joined_to and deliveries.state = 'queued' and deliveries.attempts = 0`.execute(tx)
}

const quarterOf = (column: string) => sql`(${sql.ref(column)} / ${sql.lit(QUARTER)})`
