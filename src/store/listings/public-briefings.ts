import { sql } from 'kysely'
import type { BriefingContent } from '../../domain/briefing.ts'
import type { Instant } from '../../domain/instant.ts'
import { searchTerms } from '../../domain/search-words.ts'
import type { Topic } from '../../domain/topic.ts'
import type { Db, Store } from '../dialect.ts'
import { listPublicTopics } from './public-topics.ts'

/** A published briefing as it says now. */
export type PublicBriefing = {
  id: number
  slug: string
  publishSeq: number
  publishedAt: Instant
  /** When it was published, or revised last. */
  changedAt: Instant
  content: BriefingContent
  /** Only those that may be named. */
  topics: Topic[]
}

/** `before` is a publish sequence, for turning pages. What is not named, limits nothing. */
export type PublicWish = { search?: string; before?: number; topicId?: number; from?: Instant; until?: Instant; limit: number }

export type PublicPage = { briefings: PublicBriefing[]; total: number; hasOlder: boolean }

type Reader = Pick<Store, 'db' | 'dialect'>

/** Published briefings, the last published first. A search looks at all that they say. */
export async function listPublicBriefings({ db, dialect }: Reader, wish: PublicWish): Promise<PublicPage> {
  const { search = '', before, topicId, from, until, limit } = wish
  const topics = await listPublicTopics(db)
  const found = publicBriefings(db, topicId === undefined ? topics : topics.filter(({ id }) => id === topicId))
    .$if(search !== '', (query) => query.where(sql<boolean>`briefings.id in (${dialect.briefingsWith(searchTerms(search))})`))
    .$if(from !== undefined, (query) => query.where('published_at', '>=', from ?? 0))
    .$if(until !== undefined, (query) => query.where('published_at', '<', until ?? 0))
  const { total } = await found
    .clearSelect()
    .select((all) => all.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const rows = await found
    .$if(before !== undefined, (query) => query.where('publish_seq', '<', before ?? 0))
    .orderBy('publish_seq', 'desc')
    .limit(limit + 1)
    .execute()
  return { briefings: await withTopics(db, rows.slice(0, limit), topics), total, hasOlder: rows.length > limit }
}

/** Undefined for drafts, for what was withdrawn, and for what stands on topics of private digests alone. */
export async function findPublicBriefing(db: Db, slug: string): Promise<PublicBriefing | undefined> {
  const topics = await listPublicTopics(db)
  const row = await publicBriefings(db, topics).where('slug', '=', slug).executeTakeFirst()
  return row && (await withTopics(db, [row], topics))[0]
}

/** The same for who comes by a private digest's link: also on topics that may not be named. Those stay unnamed. */
export async function findPublishedBriefing(db: Db, slug: string): Promise<PublicBriefing | undefined> {
  const row = await published(db).where('slug', '=', slug).executeTakeFirst()
  return row && (await withTopics(db, [row], await listPublicTopics(db)))[0]
}

/** Those that correct it, the first first. */
export async function listPublicCorrections(db: Db, briefingId: number): Promise<PublicBriefing[]> {
  const topics = await listPublicTopics(db)
  const rows = publicBriefings(db, topics).where('briefings.corrects_id', '=', briefingId).orderBy('publish_seq')
  return withTopics(db, await rows.execute(), topics)
}

/** What it corrects. */
export async function findPublicCorrected(db: Db, briefingId: number): Promise<PublicBriefing | undefined> {
  const topics = await listPublicTopics(db)
  const of = db.selectFrom('briefings').select('corrects_id').where('id', '=', briefingId)
  const row = await publicBriefings(db, topics).where('briefings.id', 'in', of).executeTakeFirst()
  return row && (await withTopics(db, [row], topics))[0]
}

/** The same of those among the given ones that may be seen, in no particular order. */
export async function listPublicBriefingsOf(db: Db, ids: number[]): Promise<PublicBriefing[]> {
  if (ids.length === 0) return []
  const topics = await listPublicTopics(db)
  return withTopics(db, await publicBriefings(db, topics).where('briefings.id', 'in', ids).execute(), topics)
}

/** The same also of those on topics that may not be named. */
export async function listPublishedBriefingsOf(db: Db, ids: number[]): Promise<PublicBriefing[]> {
  if (ids.length === 0) return []
  return withTopics(db, await published(db).where('briefings.id', 'in', ids).execute(), await listPublicTopics(db))
}

const published = (db: Db) =>
  db
    .selectFrom('briefings')
    .innerJoin('revisions', (join) =>
      join.onRef('revisions.briefing_id', '=', 'briefings.id').onRef('revisions.number', '=', 'briefings.revision'),
    )
    .select(['briefings.id', 'slug', 'publish_seq', 'published_at', 'revisions.created_at as revised_at', 'content'])
    .where('state', '=', 'published')

function publicBriefings(db: Db, topics: Topic[]) {
  const ids = topics.map(({ id }) => id)
  return published(db).where((eb) =>
    eb.exists(
      eb
        .selectFrom('briefing_topics')
        .select('topic_id')
        .whereRef('briefing_id', '=', 'briefings.id')
        .where('topic_id', 'in', ids.length === 0 ? [0] : ids),
    ),
  )
}

type Found = { id: number; slug: string; publish_seq: number | null; published_at: number | null; revised_at: number; content: string }

async function withTopics(db: Db, rows: Found[], topics: Topic[]): Promise<PublicBriefing[]> {
  if (rows.length === 0) return []
  const carried = await db
    .selectFrom('briefing_topics')
    .selectAll()
    .where(
      'briefing_id',
      'in',
      rows.map((row) => row.id),
    )
    .execute()
  const topicsOf = Map.groupBy(carried, (row) => row.briefing_id)
  return rows.map((row) => {
    const ids = topicsOf.get(row.id)?.map((carry) => carry.topic_id) ?? []
    return {
      id: row.id,
      slug: row.slug,
      publishSeq: row.publish_seq ?? 0,
      publishedAt: row.published_at ?? 0,
      changedAt: Math.max(row.published_at ?? 0, row.revised_at),
      content: JSON.parse(row.content) as BriefingContent,
      topics: topics.filter((topic) => ids.includes(topic.id)),
    }
  })
}
