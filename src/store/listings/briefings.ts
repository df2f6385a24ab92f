import type { BriefingState } from '../../domain/briefing.ts'
import type { Db } from '../dialect.ts'
import { contains } from './contains.ts'

export type ListedBriefing = {
  id: number
  key: string
  slug: string
  title: string
  language: string
  state: BriefingState
  revision: number
  priority: number
  publishedAt: number | null
  topics: string[]
}

/** Briefings, the newest first; `search` looks into title and key. */
export async function listBriefings(
  db: Db,
  { search = '', limit = 100 }: { search?: string; limit?: number } = {},
): Promise<ListedBriefing[]> {
  const rows = await db
    .selectFrom('briefings')
    .select(['id', 'key', 'slug', 'title', 'language', 'state', 'revision', 'priority', 'published_at as publishedAt'])
    .where(contains(['title', 'key'], search))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  const topics =
    rows.length === 0
      ? []
      : await topicsOf(
          db,
          rows.map(({ id }) => id),
        )
  return rows.map((row) => ({ ...row, topics: topics.filter(({ briefing_id }) => briefing_id === row.id).map(({ slug }) => slug) }))
}

function topicsOf(db: Db, ids: number[]) {
  return db
    .selectFrom('briefing_topics')
    .innerJoin('topics', 'topics.id', 'topic_id')
    .select(['briefing_id', 'slug'])
    .where('briefing_id', 'in', ids)
    .orderBy('slug')
    .execute()
}
