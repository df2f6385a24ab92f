import type { BriefingContent, BriefingState, Filing } from '../domain/briefing.ts'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'
import type { Told } from './told-stories.ts'

export type NewBriefing = {
  source: string
  key: string
  slug: string
  priority: number
  content: BriefingContent
  contentHash: string
  topicIds: number[]
  isPinned?: boolean
  /** The story that it tells in another language. */
  storyId?: number | null
  /** The briefing that it corrects. */
  correctsId?: number | null
  /** Who wrote it; nobody for what came as a file. */
  author?: string
}

export type KnownBriefing = { id: number; state: BriefingState; revision: number; contentHash: string }

export async function findBriefing(db: Db, source: string, key: string): Promise<KnownBriefing | undefined> {
  const row = await db
    .selectFrom('briefings')
    .innerJoin('revisions', (join) =>
      join.onRef('revisions.briefing_id', '=', 'briefings.id').onRef('revisions.number', '=', 'briefings.revision'),
    )
    .select(['briefings.id', 'briefings.state', 'briefings.revision', 'revisions.content_hash'])
    .where('source', '=', source)
    .where('key', '=', key)
    .executeTakeFirst()
  return row && { id: row.id, state: row.state, revision: row.revision, contentHash: row.content_hash }
}

/** The story that a briefing tells, in whatever language, and its topics. */
export async function findTeller(
  db: Db,
  source: string,
  key: string,
): Promise<{ id: number; storyId: number; topicIds: number[] } | undefined> {
  const row = await db
    .selectFrom('briefings')
    .select(['id', 'story_id'])
    .where('source', '=', source)
    .where('key', '=', key)
    .executeTakeFirst()
  if (!row) return undefined
  const topics = await db.selectFrom('briefing_topics').select('topic_id').where('briefing_id', '=', row.id).orderBy('topic_id').execute()
  return { id: row.id, storyId: row.story_id ?? row.id, topicIds: topics.map(({ topic_id }) => topic_id) }
}

/** Stores a new briefing as a draft, in its first revision. */
export async function insertBriefing(tx: Db, briefing: NewBriefing, now: Instant): Promise<number> {
  const { source, key, slug, priority, content } = briefing
  const { language, title } = content
  const row = await tx
    .insertInto('briefings')
    .values({
      source,
      key,
      slug,
      priority,
      language,
      title,
      state: 'draft',
      revision: 1,
      pinned: briefing.isPinned ? 1 : 0,
      story_id: briefing.storyId ?? null,
      corrects_id: briefing.correctsId ?? null,
      published_at: null,
      publish_seq: null,
      created_at: now,
      changed_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await insertRevision(tx, { id: row.id, number: 1 }, briefing, now)
  return row.id
}

/** Stores what a known briefing says now as its next revision. */
export async function reviseBriefing(tx: Db, known: KnownBriefing, briefing: NewBriefing, now: Instant): Promise<void> {
  const { language, title } = briefing.content
  const number = known.revision + 1
  await tx
    .updateTable('briefings')
    .set({
      ...{ revision: number, language, title, priority: briefing.priority, changed_at: now },
      ...{ pinned: briefing.isPinned ? 1 : 0, story_id: briefing.storyId ?? null, corrects_id: briefing.correctsId ?? null },
    })
    .where('id', '=', known.id)
    .execute()
  await insertRevision(tx, { id: known.id, number }, briefing, now)
}

export async function publishBriefing(tx: Db, id: number, publication: { seq: number; at: Instant }): Promise<void> {
  await tx
    .updateTable('briefings')
    .set((eb) => ({
      state: 'published',
      publish_seq: publication.seq,
      published_at: publication.at,
      publish_at: null,
      public_revision: eb.ref('revision'),
    }))
    .where('id', '=', id)
    .where('state', 'in', ['draft', 'review'])
    .execute()
}

export type WindowedBriefing = {
  id: number
  revision: number
  /** Shared by the versions of one story in several languages. */
  storyId: number
  seq: number
  priority: number
  isPinned: boolean
  publishedAt: Instant
  topicIds: number[]
}

/** The published briefings with `from < sequence <= to`. */
export async function listPublishedBetween(db: Db, from: number, to: number): Promise<WindowedBriefing[]> {
  return gathered(await windowed(db).where('publish_seq', '>', from).where('publish_seq', '<=', to).execute())
}

/** Those among the given that are published. */
export async function listPublishedAmong(db: Db, ids: number[]): Promise<WindowedBriefing[]> {
  return ids.length === 0 ? [] : gathered(await windowed(db).where('id', 'in', ids).execute())
}

const windowed = (db: Db) =>
  db
    .selectFrom('briefings')
    .innerJoin('briefing_topics', 'briefing_topics.briefing_id', 'briefings.id')
    .select(['id', 'revision', 'story_id', 'publish_seq', 'priority', 'pinned', 'published_at', 'topic_id'])
    .where('state', '=', 'published')
    .orderBy('publish_seq')
    .orderBy('topic_id')

type WindowedRow = Awaited<ReturnType<ReturnType<typeof windowed>['execute']>>[number]

function gathered(rows: WindowedRow[]): WindowedBriefing[] {
  const byId = Map.groupBy(rows, (row) => row.id)
  return [...byId.values()].flatMap((some) => {
    const [first] = some
    if (!first) return []
    const { id, revision, priority } = first
    return [
      {
        ...{ id, revision, priority, storyId: first.story_id ?? id, seq: first.publish_seq ?? 0 },
        ...{ isPinned: first.pinned > 0, publishedAt: first.published_at ?? 0, topicIds: some.map((row) => row.topic_id) },
      },
    ]
  })
}

async function insertRevision(tx: Db, of: { id: number; number: number }, briefing: NewBriefing, now: Instant): Promise<void> {
  const content = JSON.stringify(briefing.content)
  const { contentHash, author = '', topicIds, priority, isPinned = false, storyId = null, correctsId = null } = briefing
  const filed = JSON.stringify({ topicIds, priority, isPinned, storyId, correctsId } satisfies Filing & Told)
  await tx
    .insertInto('revisions')
    .values({ briefing_id: of.id, number: of.number, content_hash: contentHash, content, created_at: now, author, filed })
    .execute()
  await tx.deleteFrom('briefing_topics').where('briefing_id', '=', of.id).execute()
  const topics = briefing.topicIds.map((topicId) => ({ briefing_id: of.id, topic_id: topicId }))
  if (topics.length > 0) await tx.insertInto('briefing_topics').values(topics).execute()
}
