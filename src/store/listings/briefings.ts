import { sql } from 'kysely'
import type { BriefingState } from '../../domain/briefing.ts'
import type { Db } from '../dialect.ts'

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
    .where(sql<boolean>`lower(title || ' ' || key) like ${likePattern(search)} escape '\\'`)
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

/** What `like` takes for a text anywhere, whatever signs it holds. */
export const likePattern = (search: string): string => `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`

function topicsOf(db: Db, ids: number[]) {
  return db
    .selectFrom('briefing_topics')
    .innerJoin('topics', 'topics.id', 'topic_id')
    .select(['briefing_id', 'slug'])
    .where('briefing_id', 'in', ids)
    .orderBy('slug')
    .execute()
}
