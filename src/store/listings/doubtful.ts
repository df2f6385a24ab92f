import { sql } from 'kysely'
import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'

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

/** Deliveries of which nobody knows whether they arrived, the oldest first; `after` goes on behind one. */
export async function listDoubtful(
  db: Db,
  { search = '', issueId, after = 0, limit }: { search?: string; issueId?: number | undefined; after?: number; limit: number },
): Promise<DoubtfulDelivery[]> {
  const { rows } = await sql<DoubtfulDelivery>`
    select d.id, d.issue_id as "issueId", g.slug as digest, i.number, d.subscriber_id as "subscriberId", s.address, d.settled_at as "settledAt", d.reason,
      (select a.reply from attempts as a where a.delivery_id = d.id order by a.number desc limit 1) as reply
    from deliveries as d join issues as i on i.id = d.issue_id join digests as g on g.id = i.digest_id
    join subscribers as s on s.id = d.subscriber_id
    where d.state = 'doubtful' and d.id > ${after} ${issueId === undefined ? sql`` : sql`and d.issue_id = ${issueId}`}
      and lower(s.address) like ${`%${search.toLowerCase().replaceAll(/[!%_]/g, '!$&')}%`} escape '!' order by d.id limit ${limit}`.execute(
    db,
  )
  return rows
}

/** How many there are of each issue. */
export async function countDoubtful(db: Db): Promise<{ issueId: number; digest: string; number: number; count: number }[]> {
  const { rows } = await sql<{ issueId: number; digest: string; number: number; count: number }>`
    select d.issue_id as "issueId", g.slug as digest, i.number, count(*) as count
    from deliveries as d join issues as i on i.id = d.issue_id join digests as g on g.id = i.digest_id
    where d.state = 'doubtful' group by d.issue_id, g.slug, i.number order by d.issue_id`.execute(db)
  return rows
}
