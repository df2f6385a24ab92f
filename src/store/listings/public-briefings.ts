import type { BriefingContent } from '../../domain/briefing.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Names } from '../../domain/topic.ts'
import type { Db } from '../dialect.ts'
import { contains } from './contains.ts'

/** A published briefing as it says now. */
export type PublicBriefing = { slug: string; publishSeq: number; publishedAt: Instant; content: BriefingContent; topics: Names[] }

export type PublicPage = { briefings: PublicBriefing[]; total: number; hasOlder: boolean }

/** Published briefings, the last published first; `search` looks at titles, `before` is a publish sequence. */
export async function listPublicBriefings(
  db: Db,
  { search, before, limit }: { search: string; before?: number; limit: number },
): Promise<PublicPage> {
  const found = publicBriefings(db).where(contains(['briefings.title'], search))
  const { total } = await found
    .clearSelect()
    .select((all) => all.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const rows = await found
    .$if(before !== undefined, (query) => query.where('publish_seq', '<', before ?? 0))
    .orderBy('publish_seq', 'desc')
    .limit(limit + 1)
    .execute()
  return { briefings: await withTopics(db, rows.slice(0, limit)), total, hasOlder: rows.length > limit }
}

/** Undefined for drafts and for what was withdrawn, too. */
export async function findPublicBriefing(db: Db, slug: string): Promise<PublicBriefing | undefined> {
  const row = await publicBriefings(db).where('slug', '=', slug).executeTakeFirst()
  return row && (await withTopics(db, [row]))[0]
}

const publicBriefings = (db: Db) =>
  db
    .selectFrom('briefings')
    .innerJoin('revisions', (join) =>
      join.onRef('revisions.briefing_id', '=', 'briefings.id').onRef('revisions.number', '=', 'briefings.revision'),
    )
    .select(['briefings.id', 'slug', 'publish_seq', 'published_at', 'content'])
    .where('state', '=', 'published')

type Found = { id: number; slug: string; publish_seq: number | null; published_at: number | null; content: string }

async function withTopics(db: Db, rows: Found[]): Promise<PublicBriefing[]> {
  if (rows.length === 0) return []
  const topics = await db
    .selectFrom('briefing_topics')
    .innerJoin('topics', 'topics.id', 'topic_id')
    .select(['briefing_id', 'names'])
    .where(
      'briefing_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('topic_id')
    .execute()
  return rows.map((row) => ({
    slug: row.slug,
    publishSeq: row.publish_seq ?? 0,
    publishedAt: row.published_at ?? 0,
    content: JSON.parse(row.content) as BriefingContent,
    topics: topics.filter((topic) => topic.briefing_id === row.id).map((topic) => JSON.parse(topic.names) as Names),
  }))
}
