import { sql, type RawBuilder } from 'kysely'
import type { Instant } from '../domain/instant.ts'

/**
 * The subscribers of a digest with `after < id <= to`; by hour: only those whose hour is due in the issue, found by the index of hours.
 * `approvedAt`: by which approval; after another one, whoever addresses still by the first stops.
 */
export type Chunk = { issueId: number; digestId: number; after: number; to: number; isByHour?: boolean; approvedAt?: Instant | null }

/** The active subscriptions `s` of a chunk. */
export const isInChunk = ({ digestId, after, to, ...hours }: Chunk): RawBuilder<boolean> =>
  sql`s.digest_id = ${digestId} and s.subscriber_id > ${after} and s.subscriber_id <= ${to} and s.state = 'active'${isDue(hours)}`

const isDue = ({ issueId, isByHour }: Pick<Chunk, 'issueId' | 'isByHour'>): RawBuilder<unknown> =>
  isByHour ? sql` and s.hour_id in (select hour_id from issue_hours where issue_id = ${issueId} and verdict = 'due')` : sql``

/** Whether the subscriber of a row of a table is one of the chunk. */
export const isOfChunk = (column: RawBuilder<unknown>, { after, to }: Chunk): RawBuilder<boolean> =>
  sql`${column} > ${after} and ${column} <= ${to}`

export const isSuppressed = sql`exists (
  select 1 from subscribers as r cross join suppressions as p where r.id = s.subscriber_id and p.canonical = r.canonical)`
