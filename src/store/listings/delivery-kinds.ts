import { sql, type RawBuilder } from 'kysely'
import type { DeliveryKind } from '../../domain/delivery-kind.ts'
import { DAY, type Instant } from '../../domain/instant.ts'

/** From the first instant until before the second. */
export type Stretch = { from: Instant; until: Instant }

/** Whether a delivery, `d` in a statement, is of that kind; within a stretch of time, whether it came to be so then. */
export function isOfKind(kind: DeliveryKind, during?: Stretch): RawBuilder<boolean> {
  const within = (column: string): RawBuilder<unknown> =>
    during ? sql`and ${sql.ref(column)} >= ${during.from} and ${sql.ref(column)} < ${during.until}` : sql``
  switch (kind) {
    case 'waiting':
      return sql`d.state in ('queued', 'joined', 'leased', 'posting')`
    case 'deferred':
      return sql`exists (select 1 from attempts as a where a.delivery_id = d.id and a.outcome = 'deferred' ${within('a.ended_at')})`
    case 'bounced':
    case 'complained':
      return sql`exists (select 1 from delivery_news as n where n.delivery_id = ${LEADING} and n.kind = ${NEWS[kind]} ${within('n.heard_at')})`
    case 'left':
      return sql`d.settled_at is not null and exists (
        select 1 from subscriptions as q where q.subscriber_id = d.subscriber_id and ${BECAUSE_OF_IT} ${within('q.ended_at')})`
    default:
      return sql`d.state = ${sql.lit(kind)} ${within('d.settled_at')}`
  }
}

/** Of several that left in one mail the first is told of what became of it, and it is true of all. */
export const LEADING = sql`coalesce(d.joined_to, d.id)`

const NEWS = { bounced: sql.lit('failed'), complained: sql.lit('complaint') }

/** Who leaves within three days of a mail left because of it, as far as anybody can tell: `q` is the subscription, `d` the delivery. */
export const BECAUSE_OF_IT = sql`q.digest_id = (select x.digest_id from issues as x where x.id = d.issue_id)
  and q.state = 'ended' and q.ended_at >= d.settled_at and q.ended_at < d.settled_at + ${sql.lit(3 * DAY)}`
