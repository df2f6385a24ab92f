import { sql, type RawBuilder } from 'kysely'
import type { DeliveryState } from '../../domain/delivery.ts'
import type { DeliveryKind } from '../../domain/delivery-kind.ts'
import type { Instant } from '../../domain/instant.ts'
import { ALL_READERS } from '../../domain/reader-filter.ts'
import type { Db, Store } from '../dialect.ts'
import { readerConditions } from '../lists/reader-conditions.ts'
import { isOfKind, type Stretch } from './delivery-kinds.ts'
import { findFew } from './found-readers.ts'

/** Which deliveries of an issue somebody at the desk wants to see. */
export type DeliveryWish = {
  issueId: number
  kind?: DeliveryKind | undefined
  domain: string
  search: string
  during?: Stretch | undefined
}

export type IssueDelivery = {
  id: number
  subscriberId: number
  address: string
  state: DeliveryState
  settledAt: Instant | null
  nextAt: Instant
  reason: string | null
  /** What the mail server said last. */
  reply: string | null
}

/** `after` leads to the next page; undefined where there is none. A page that is not full has not looked at all deliveries yet. */
export type DeliveryPage = { deliveries: IssueDelivery[]; after: number | undefined }

type Paging = { after: number; limit: number; now: Instant; most?: number }

/** How many deliveries are gone through for one page. */
const MOST = 10_000

/** Deliveries of an issue in the order of their readers. A page takes a bounded time, however rare what is looked for. */
export async function findIssueDeliveries(
  database: Pick<Store, 'db' | 'dialect'>,
  wish: DeliveryWish,
  paging: Paging,
): Promise<DeliveryPage> {
  const { after, limit, now, most = MOST } = paging
  const search = wish.domain === '' || wish.search.includes('@') ? wish.search : `${wish.search} @${wish.domain}`.trim()
  const readers = await readerConditions(database, { ...ALL_READERS, search }, now)
  if (!readers) return { deliveries: [], after: undefined }
  const few = await findFew(database, readers)
  const bound = few ? undefined : await lastWithin(database.db, wish.issueId, { after, most })
  const ofReader = [
    ...readers.where,
    ...(wish.domain === '' ? [] : [sql<boolean>`s.canonical like ${`%@${wish.domain.replaceAll(/[!%_]/g, '!$&')}`} escape '!'`]),
  ]
  const conditions = [
    // As a question about the delivery at hand, so that no database goes through all readers first.
    ...(ofReader.length === 0
      ? []
      : [sql<boolean>`(select 1 from subscribers as s where s.id = d.subscriber_id and ${sql.join(ofReader, sql` and `)}) is not null`]),
    ...(few ? [few.length === 0 ? sql<boolean>`false` : sql<boolean>`d.subscriber_id in (${sql.join(few.map((id) => sql.lit(id)))})`] : []),
    ...(wish.kind === undefined ? [] : [isOfKind(wish.kind, wish.during)]),
    ...(bound === undefined ? [] : [sql<boolean>`d.subscriber_id <= ${bound}`]),
  ]
  const found = await select(database.db, { ...wish, after, limit }, conditions)
  const deliveries = found.slice(0, limit)
  return { deliveries, after: found.length > limit ? deliveries.at(-1)?.subscriberId : bound }
}

async function select(
  db: Db,
  { issueId, after, limit }: { issueId: number; after: number; limit: number },
  conditions: RawBuilder<boolean>[],
): Promise<IssueDelivery[]> {
  const all = [sql<boolean>`d.issue_id = ${issueId}`, sql<boolean>`d.subscriber_id > ${after}`, ...conditions]
  const { rows } = await sql<IssueDelivery>`
    select d.id, d.subscriber_id as "subscriberId", (select r.address from subscribers as r where r.id = d.subscriber_id) as address, d.state, d.settled_at as "settledAt", d.next_at as "nextAt", d.reason,
      (select a.reply from attempts as a where a.delivery_id = d.id order by a.number desc limit 1) as reply
    from deliveries as d
    where ${sql.join(all, sql` and `)} order by d.subscriber_id limit ${limit + 1}`.execute(db)
  return rows
}

/** The reader up to whom so many deliveries stand; undefined where there are no more behind. */
async function lastWithin(db: Db, issueId: number, { after, most }: { after: number; most: number }): Promise<number | undefined> {
  const { rows } = await sql<{ last: number }>`
    select subscriber_id as last from deliveries where issue_id = ${issueId} and subscriber_id > ${after}
    order by subscriber_id limit 1 offset ${most - 1}`.execute(db)
  return rows[0]?.last
}
