import { sql } from 'kysely'
import { MINUTE } from '../domain/instant.ts'
import type { Chunk } from './addressing-chunk.ts'
import type { Db } from './dialect.ts'
import { whole } from './typed-value.ts'

/** Whether some digest is cut anew for every reader's own hour. */
export async function hasRolling(db: Db): Promise<boolean> {
  return (await db.selectFrom('digests').select('id').where('release', '=', 'rolling').limit(1).executeTakeFirst()) !== undefined
}

// The quarter of an hour begins, the issue is cut and rendered, and its readers are addressed: that takes some seconds.
const GRACE = 1.5 * MINUTE

/**
 * Lets new deliveries of a chunk wait a moment beyond their hour, for readers to whom a digest that rolls comes at the same hour: its issue
 * is cut only then, and both may leave in one mail. As soon as they are joined they go. Of those joined to another, that one waits.
 */
export async function waitForRolling(tx: Db, { issueId, digestId, after, to }: Chunk): Promise<void> {
  await sql`
    with waits as materialized (
      select coalesce(n.joined_to, n.id) as id, max(n.due_at) + ${whole(GRACE)} as until from deliveries as n
      where n.issue_id = ${issueId} and n.subscriber_id > ${after} and n.subscriber_id <= ${to}
        and n.state in ('queued', 'joined') and n.attempts = 0 and exists (
          select 1 from subscriptions as s cross join subscriptions as o cross join digests as d cross join subscribers as r cross join digests as g
          where s.subscriber_id = n.subscriber_id and s.digest_id = ${digestId} and g.id = s.digest_id
            and o.subscriber_id = s.subscriber_id and o.digest_id <> s.digest_id and o.state = 'active' and o.hour_id = s.hour_id
            and d.id = o.digest_id and d.release = 'rolling' and r.id = s.subscriber_id and coalesce(r.joins, d.joins * g.joins) = 1)
      group by coalesce(n.joined_to, n.id))
    update deliveries set next_at = waits.until from waits
    where deliveries.id = waits.id and deliveries.state = 'queued' and deliveries.attempts = 0 and deliveries.next_at < waits.until`.execute(
    tx,
  )
}
