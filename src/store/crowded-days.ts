import { sql } from 'kysely'
import { DAY, type Instant } from '../domain/instant.ts'
import type { OtherMail } from '../domain/mails-a-day.ts'
import type { ReaderHour } from '../domain/reader-hour.ts'
import { isOfChunk, type Chunk } from './addressing-chunk.ts'
import type { Db } from './dialect.ts'
import { whole } from './typed-value.ts'

/** A new delivery whose reader has as many mails around its day as may be. */
export type CrowdedDelivery = { id: number; dueAt: Instant; hour: ReaderHour; most: number; others: OtherMail[] }

/** Whether some reader of the chunk has said how many mails a day may bring. */
export async function hasMostMails(tx: Db, chunk: Chunk): Promise<boolean> {
  const { rows } = await sql`
    select 1 from subscribers as r where ${isOfChunk(sql`r.id`, chunk)} and r.mails_a_day is not null limit 1`.execute(tx)
  return rows.length > 0
}

// A mail waits for a week at most for its reader's day, and for another if its days are full.
const LONGEST_WAIT = 16 * DAY

/** The new deliveries of a chunk with at least as many others around them as `most`, or the reader, wants on one day. */
export async function listCrowdedDeliveries(
  tx: Db,
  chunk: Chunk,
  { most, joins, now }: { most: number | null; joins: boolean; now: Instant },
): Promise<CrowdedDelivery[]> {
  const { issueId, digestId, after, to } = chunk
  // In the order in which SQLite takes them: new deliveries, the issues around them, and a look-up in each.
  const { rows } = await sql<{ id: number; due_at: number; zone: string; minute: number; weekdays: number; most: number; others: string }>`
    with around as materialized (
      select i.id, case when i.digest_id = ${digestId} then 1 else d.joins * ${joins ? sql.lit(1) : sql.lit(0)} end as joins
      from issues as i join digests as d on d.id = i.digest_id
      where i.id <> ${issueId} and i.state in ('approved', 'addressed') and i.release_at > ${now - LONGEST_WAIT}),
    mails as materialized (
      select n.id, n.subscriber_id, n.due_at, cast(o.due_at as text) || case
        when o.state = 'queued' and o.attempts = 0 and coalesce(r.joins, a.joins) = 1 then '+' else '' end as other,
        coalesce(r.mails_a_day, ${whole(most)}) as most
      from deliveries as n cross join subscribers as r cross join around as a cross join deliveries as o
      where n.issue_id = ${issueId} and n.subscriber_id > ${after} and n.subscriber_id <= ${to} and n.state = 'queued' and n.attempts = 0
        and r.id = n.subscriber_id and coalesce(r.mails_a_day, ${whole(most)}) is not null
        and o.issue_id = a.id and o.subscriber_id = n.subscriber_id and o.joined_to is null and o.state not in ('withheld', 'refused')
        and o.due_at > n.due_at - ${sql.lit(2 * DAY)} and o.due_at < n.due_at + ${sql.lit(LONGEST_WAIT)})
    select m.id, m.due_at, h.zone, h.minute, h.weekdays, m.most, string_agg(m.other, ' ') as others
    from mails as m
    join subscriptions as s on s.subscriber_id = m.subscriber_id and s.digest_id = ${digestId}
    join reader_hours as h on h.id = s.hour_id
    group by m.id, m.due_at, h.zone, h.minute, h.weekdays, m.most having count(*) >= m.most`.execute(tx)
  return rows.map(({ id, due_at, zone, minute, weekdays, most: own, others }) => ({
    ...{ id, dueAt: due_at, hour: { zone, minute, weekdays }, most: own },
    others: others.split(' ').map((one) => ({ dueAt: Number.parseInt(one, 10), takesAlong: one.endsWith('+') })),
  }))
}
