import { listPositions } from '../../domain/positions.ts'
import type { DeliveryState } from '../../domain/delivery.ts'
import type { Db } from '../dialect.ts'
import { contains } from './contains.ts'
import { findKindsOfNews } from './delivery-news.ts'

export type ListedDelivery = {
  id: number
  issueId: number
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

export type DeliveryFilter = { issueId?: number; state?: DeliveryState; search?: string; limit?: number; after?: number }

/** Deliveries in the order of their ids; `after` goes on behind an id. `search` looks into the address. */
export async function listDeliveries(
  db: Db,
  { issueId, state, search = '', limit = 100, after = 0 }: DeliveryFilter = {},
): Promise<ListedDelivery[]> {
  let query = db
    .selectFrom('deliveries')
    .innerJoin('subscribers', 'subscribers.id', 'subscriber_id')
    .select([
      'deliveries.id',
      'issue_id',
      'address',
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
    .where('deliveries.id', '>', after)
  if (issueId !== undefined) query = query.where('issue_id', '=', issueId)
  if (state !== undefined) query = query.where('state', '=', state)
  if (search !== '') query = query.where(contains(['address'], search))
  const rows = await query.orderBy('deliveries.id').limit(limit).execute()
  const news = await findKindsOfNews(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map(({ issue_id, due_at, next_at, settled_at, low, high, ...row }) => ({
    ...row,
    issueId: issue_id,
    dueAt: due_at,
    nextAt: next_at,
    settledAt: settled_at,
    stories: listPositions({ low, high }),
    news: news.get(row.id) ?? [],
  }))
}
