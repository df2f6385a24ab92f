import { sql } from 'kysely'
import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'
import { idOf, walk, type Onward, type Walked, type Within } from './walk.ts'

export type DoubtfulDelivery = {
  id: number
  issueId: number
  digest: string
  number: number
  subscriberId: number
  address: string
  settledAt: Instant | null
  reason: string | null
  /** What the server said last, where it said anything. */
  reply: string | null
}

/** Deliveries of which nobody knows whether they arrived, the oldest first. */
export async function listDoubtful(
  db: Db,
  {
    search = '',
    issueId,
    after = 0,
    before = Number.MAX_SAFE_INTEGER,
    limit = 100,
  }: { search?: string; issueId?: number | undefined } & Partial<Within>,
): Promise<DoubtfulDelivery[]> {
  const { rows } = await sql<DoubtfulDelivery>`
    select d.id, d.issue_id as "issueId", g.slug as digest, i.number, d.subscriber_id as "subscriberId", s.address, d.settled_at as "settledAt", d.reason,
      (select a.reply from attempts as a where a.delivery_id = d.id order by a.number desc limit 1) as reply
    from deliveries as d join issues as i on i.id = d.issue_id join digests as g on g.id = i.digest_id
    join subscribers as s on s.id = d.subscriber_id
    where d.state = 'doubtful' and d.id > ${after} and d.id < ${before} ${issueId === undefined ? sql`` : sql`and d.issue_id = ${issueId}`}
      and lower(s.address) like ${`%${search.toLowerCase().replaceAll(/[!%_]/g, '!$&')}%`} escape '!' order by d.id limit ${limit}`.execute(
    db,
  )
  return rows
}

type Sought = { search?: string; issueId?: number | undefined } & Onward

/** A page of the same: however rare what is looked for, it takes a bounded time. */
export const walkDoubtful = (db: Db, { search = '', issueId, ...onward }: Sought): Promise<Walked<DoubtfulDelivery>> =>
  walk(
    db,
    { table: 'deliveries', where: sql<boolean>`state = 'doubtful'`, ...onward, isSought: search !== '', isUp: true, keyOf: idOf },
    (within) => listDoubtful(db, { search, issueId, ...within }),
  )

/** How many there are of each issue. */
export async function countDoubtful(db: Db): Promise<{ issueId: number; digest: string; number: number; count: number }[]> {
  const { rows } = await sql<{ issueId: number; digest: string; number: number; count: number }>`
    select d.issue_id as "issueId", g.slug as digest, i.number, count(*) as count
    from deliveries as d join issues as i on i.id = d.issue_id join digests as g on g.id = i.digest_id
    where d.state = 'doubtful' group by d.issue_id, g.slug, i.number order by d.issue_id`.execute(db)
  return rows
}
