import { sql } from 'kysely'
import { TOO_LATE } from '../domain/delivery.ts'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'
import { whole } from './typed-value.ts'

/**
 * Writes down what digests owe the readers of deliveries that were withheld as too late: their stories, for the next mail of the digest,
 * whenever that reader's day comes. News that goes at once is old by then.
 */
export async function oweLateStories(tx: Db, deliveryIds: number[], now: Instant): Promise<void> {
  if (deliveryIds.length === 0) return
  await sql`
    insert into arrears (subscriber_id, digest_id, topic_id, seq_from, seq_to, most, from_at, made_at, issue_id)
    select d.subscriber_id, i.digest_id, null, min(b.publish_seq) - 1, max(b.publish_seq), null, ${whole(now)}, ${whole(now)}, null
    from deliveries as d join issues as i on i.id = d.issue_id join digests as g on g.id = i.digest_id
      join issue_stories as s on s.issue_id = d.issue_id join briefings as b on b.id = s.briefing_id
    where d.id in (${sql.join(deliveryIds)}) and d.state = 'withheld' and d.reason like ${`${TOO_LATE}%`} and g.release <> 'instant'
      and 1 = 1 & (case when s.position < 50 then (d.low | d.more_low) >> cast(s.position as integer)
        else (d.high | d.more_high) >> cast(s.position - 50 as integer) end)
    group by d.id, d.subscriber_id, i.digest_id
    having min(b.publish_seq) is not null`.execute(tx)
}
