import { sql } from 'kysely'
import { TOO_LATE } from '../domain/delivery.ts'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'
import { whole } from './typed-value.ts'

/**
 * Writes down what readers are owed whose deliveries were withheld as too late: their stories, by every digest of theirs that is cut, because
 * each of them would have brought such a story if the late mail had not had it already. The first that comes gives it. Up to where
 * its own window begins: a translation that came since makes a story as young as itself.
 */
export async function oweLateStories(tx: Db, deliveryIds: number[], now: Instant): Promise<void> {
  if (deliveryIds.length === 0) return
  await sql`
    with late as materialized (
      select d.id, d.subscriber_id, min(b.publish_seq) - 1 as seq_from
      from deliveries as d join issue_stories as s on s.issue_id = d.issue_id join briefings as b on b.id = s.briefing_id
      where d.id in (${sql.join(deliveryIds)}) and d.state = 'withheld' and d.reason like ${`${TOO_LATE}%`}
        and 1 = 1 & (case when s.position < 50 then (d.low | d.more_low) >> cast(s.position as integer)
          else (d.high | d.more_high) >> cast(s.position - 50 as integer) end)
      group by d.id, d.subscriber_id
      having min(b.publish_seq) is not null)
    insert into arrears (subscriber_id, digest_id, topic_id, seq_from, seq_to, most, from_at, made_at, issue_id)
    select late.subscriber_id, q.digest_id, null, late.seq_from, null, null, ${whole(now)}, ${whole(now)}, null
    from late join subscriptions as q on q.subscriber_id = late.subscriber_id join digests as g on g.id = q.digest_id
    where q.state = 'active' and g.release <> 'instant'`.execute(tx)
}
