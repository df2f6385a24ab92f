import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'
import type { Row } from '../tables.ts'
import { contains } from './contains.ts'

/** One thing that was reported about a delivery after it had left us. */
export type ListedNews = {
  kind: Row<'delivery_news'>['kind']
  heardAt: Instant
  class: string
  reason: string
  /** What followed: `suppressed`, `held`, `failure` (counted), `told` (our fault), `outdated` or `nothing`. */
  follows: string
  replyCode: string | null
  status: string | null
  rule: string
  text: string
  via: string
  provider: string | null
}

const COLUMNS = [
  'kind',
  'heard_at as heardAt',
  'class',
  'delivery_news.reason',
  'follows',
  'reply_code as replyCode',
  'status',
  'rule',
  'text',
  'via',
  'provider',
] as const

export async function listNewsOf(db: Db, deliveryId: number): Promise<ListedNews[]> {
  return db.selectFrom('delivery_news').select(COLUMNS).where('delivery_id', '=', deliveryId).orderBy('id').execute()
}

export type ListedReport = ListedNews & { id: number; deliveryId: number; issueId: number; address: string }

type Filter = { search?: string; kind?: ListedNews['kind']; limit?: number; before?: number }

/** What was reported about all deliveries, the newest first; `before` goes on behind an id. `search` looks into address and text. */
export async function listReports(
  db: Db,
  { search = '', kind, limit = 100, before = Number.MAX_SAFE_INTEGER }: Filter = {},
): Promise<ListedReport[]> {
  let query = db
    .selectFrom('delivery_news')
    .innerJoin('deliveries', 'deliveries.id', 'delivery_id')
    .innerJoin('subscribers', 'subscribers.id', 'subscriber_id')
    .select(COLUMNS)
    .select(['delivery_news.id', 'delivery_id as deliveryId', 'issue_id as issueId', 'address'])
    .where('delivery_news.id', '<', before)
  if (kind !== undefined) query = query.where('kind', '=', kind)
  if (search !== '') query = query.where(contains(['address', 'text'], search))
  return query.orderBy('delivery_news.id', 'desc').limit(limit).execute()
}

/** The kinds of news that some deliveries have had. */
export async function findKindsOfNews(db: Db, deliveryIds: number[]): Promise<Map<number, string[]>> {
  if (deliveryIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('delivery_news')
    .select(['delivery_id', 'kind'])
    .where('delivery_id', 'in', deliveryIds)
    .orderBy('id')
    .execute()
  return new Map([...Map.groupBy(rows, (row) => row.delivery_id)].map(([id, news]) => [id, news.map(({ kind }) => kind)]))
}
