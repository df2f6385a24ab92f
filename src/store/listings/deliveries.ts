import { sql } from 'kysely'
import { listPositions } from '../../domain/positions.ts'
import type { DeliveryState } from '../../domain/delivery.ts'
import type { Db } from '../dialect.ts'
import { contains } from './contains.ts'
import { idOf, walk, type Onward, type Walked, type Within } from './walk.ts'
import { findKindsOfNews } from './delivery-news.ts'

export type ListedDelivery = {
  id: number
  issueId: number
  subscriberId: number
  address: string
  state: DeliveryState
  dueAt: number
  nextAt: number
  attempts: number
  stories: number[]
  language: string
  format: string
  reason: string | null
  settledAt: number | null
  /** What kinds of news came back about it. */
  news: string[]
}

export type DeliveryFilter = { issueId?: number; state?: DeliveryState; search?: string } & Partial<Within>

/**
 * Deliveries in the order of their ids, those of one issue in the order of its readers: an index leads through these. `after` and `before` are
 * such ids, or readers. `search` looks into the address.
 */
export async function listDeliveries(
  db: Db,
  { issueId, state, search = '', limit = 100, after = 0, before = Number.MAX_SAFE_INTEGER }: DeliveryFilter = {},
): Promise<ListedDelivery[]> {
  const order = issueId === undefined ? 'deliveries.id' : 'subscriber_id'
  let query = db
    .selectFrom('deliveries')
    .select([
      'deliveries.id',
      'subscriber_id',
      'issue_id',
      'state',
      'due_at',
      'next_at',
      'attempts',
      'low',
      'high',
      'language',
      'format',
      'reason',
      'settled_at',
    ])
    .select(sql<string>`(select address from subscribers where subscribers.id = subscriber_id)`.as('address'))
    .where(order, '>', after)
    .where(order, '<', before)
  if (issueId !== undefined) query = query.where('issue_id', '=', issueId)
  if (state !== undefined) query = query.where('state', '=', state)
  // As a question about the delivery at hand, so that no database goes through all readers first.
  if (search !== '')
    query = query.where(
      sql<boolean>`(select 1 from subscribers where subscribers.id = subscriber_id and ${contains(['address'], search)}) is not null`,
    )
  const rows = await query.orderBy(order).limit(limit).execute()
  const news = await findKindsOfNews(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map(({ issue_id, subscriber_id, due_at, next_at, settled_at, low, high, ...row }) => ({
    ...row,
    issueId: issue_id,
    subscriberId: subscriber_id,
    dueAt: due_at,
    nextAt: next_at,
    settledAt: settled_at,
    stories: listPositions({ low, high }),
    news: news.get(row.id) ?? [],
  }))
}

type Sought = { issueId?: number; state?: DeliveryState; search?: string } & Onward

/** A page of the same: however rare what is looked for, it takes a bounded time. */
export function walkDeliveries(db: Db, { behind, limit, ...filter }: Sought): Promise<Walked<ListedDelivery>> {
  const { issueId, state, search = '' } = filter
  const way = { table: 'deliveries' as const, behind, limit, isSought: search !== '' || state !== undefined, isUp: true }
  const find = (within: Within): Promise<ListedDelivery[]> => listDeliveries(db, { ...filter, ...within })
  if (issueId === undefined) return walk(db, { ...way, keyOf: idOf }, find)
  const where = sql<boolean>`issue_id = ${issueId}`
  return walk(db, { ...way, where, column: 'subscriber_id', keyOf: ({ subscriberId }) => subscriberId }, find)
}
