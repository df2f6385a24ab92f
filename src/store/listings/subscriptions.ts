import type { Db } from '../dialect.ts'
import { idsOf } from '../subscriptions.ts'
import { listTopics } from '../topics.ts'
import { contains } from './contains.ts'

export type ListedSubscription = {
  id: number
  address: string
  name: string
  digest: string
  state: string
  zone: string
  minute: number
  weekdays: number
  languages: string[]
  format: string
  topics: string[]
}

type Filter = { search?: string; digest?: string; limit?: number; after?: number }

/** Subscriptions in the order of their ids; `after` goes on behind an id. `search` looks into address and name. */
export async function listSubscriptions(
  db: Db,
  { search = '', digest, limit = 100, after = 0 }: Filter = {},
): Promise<ListedSubscription[]> {
  let query = db
    .selectFrom('subscriptions')
    .innerJoin('subscribers', 'subscribers.id', 'subscriber_id')
    .innerJoin('digests', 'digests.id', 'digest_id')
    .innerJoin('reader_hours', 'reader_hours.id', 'hour_id')
    .innerJoin('language_lists', 'language_lists.id', 'language_list_id')
    .select(['subscriptions.id', 'address', 'name', 'digests.slug as digest', 'state', 'reader_hours.zone', 'reader_hours.minute'])
    .select(['reader_hours.weekdays', 'languages', 'format', 'topics'])
    .where('subscriptions.id', '>', after)
  if (search !== '') query = query.where(contains(['address', 'name'], search))
  if (digest !== undefined) query = query.where('digests.slug', '=', digest)
  const rows = await query.orderBy('subscriptions.id').limit(limit).execute()
  const slugs = new Map((await listTopics(db)).map(({ id, slug }) => [id, slug]))
  return rows.map((row) => ({
    ...row,
    languages: row.languages.split(','),
    topics: idsOf(row.topics).map((id) => slugs.get(id) ?? String(id)),
  }))
}
