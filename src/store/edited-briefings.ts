import type { BriefingContent, BriefingState, Filing } from '../domain/briefing.ts'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'
import { slugsOfTold, type Told, type ToldSlugs } from './told-stories.ts'

/** A briefing as the desk has it in hand: what it says now, how it is filed, and where it stands on its way. */
export type EditedBriefing = {
  id: number
  source: string
  key: string
  slug: string
  state: BriefingState
  revision: number
  /** The first revision that was public; null where none was. */
  publicRevision: number | null
  /** When it is to be published by itself. */
  publishAt: Instant | null
  publishedAt: Instant | null
  storyId: number | null
  correctsId: number | null
  /** The slugs of these two; empty for none. */
  translationOf: string
  corrects: string
  contentHash: string
  content: BriefingContent
  filing: Filing
}

export async function findEdited(db: Db, id: number): Promise<EditedBriefing | undefined> {
  const row = await db
    .selectFrom('briefings')
    .innerJoin('revisions', (join) =>
      join.onRef('revisions.briefing_id', '=', 'briefings.id').onRef('revisions.number', '=', 'briefings.revision'),
    )
    .selectAll('briefings')
    .select(['content', 'content_hash'])
    .where('briefings.id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  const topics = await db.selectFrom('briefing_topics').select('topic_id').where('briefing_id', '=', id).orderBy('topic_id').execute()
  const { source, key, slug, state, revision, priority } = row
  return {
    ...{ id, source, key, slug, state, revision, publicRevision: row.public_revision, publishAt: row.publish_at },
    ...{ publishedAt: row.published_at, storyId: row.story_id, correctsId: row.corrects_id, contentHash: row.content_hash },
    ...(await slugsOfTold(db, { storyId: row.story_id, correctsId: row.corrects_id })),
    content: JSON.parse(row.content) as BriefingContent,
    filing: { topicIds: topics.map(({ topic_id }) => topic_id), priority, isPinned: row.pinned > 0 },
  }
}

export type EditedRevision = {
  number: number
  at: Instant
  author: string
  content: BriefingContent
  filing: Filing | undefined
  told: ToldSlugs | undefined
}

/** One revision; how it was filed, and what it told, is not known of those from before that was kept. */
export async function findRevision(db: Db, id: number, number: number): Promise<EditedRevision | undefined> {
  const row = await db
    .selectFrom('revisions')
    .select(['number', 'created_at', 'author', 'content', 'filed'])
    .where('briefing_id', '=', id)
    .where('number', '=', number)
    .executeTakeFirst()
  if (!row) return undefined
  const filed = row.filed === '' ? undefined : (JSON.parse(row.filed) as Filing & Partial<Told>)
  const told =
    filed?.storyId === undefined || filed.correctsId === undefined ? undefined : { storyId: filed.storyId, correctsId: filed.correctsId }
  return {
    ...{ number: row.number, at: row.created_at, author: row.author, content: JSON.parse(row.content) as BriefingContent },
    filing: filed && { topicIds: filed.topicIds, priority: filed.priority, isPinned: filed.isPinned },
    told: told && (await slugsOfTold(db, told)),
  }
}

/** Takes hold of a briefing in the revision that was looked at, until the transaction ends. False: somebody was faster. */
export async function holdRevision(tx: Db, { id, revision }: Pick<EditedBriefing, 'id' | 'revision'>, now: Instant): Promise<boolean> {
  const result = await tx
    .updateTable('briefings')
    .set({ changed_at: now })
    .where('id', '=', id)
    .where('revision', '=', revision)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Moves a briefing from one state to another; false where it is no longer in the first. */
export async function moveBriefing(
  tx: Db,
  id: number,
  { from, to, at }: { from: BriefingState; to: BriefingState; at: Instant },
): Promise<boolean> {
  const result = await tx
    .updateTable('briefings')
    .set({ state: to, changed_at: at, publish_at: null, withdrawn_at: to === 'withdrawn' ? at : null })
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export async function setPublishAt(tx: Db, id: number, at: Instant | null): Promise<void> {
  await tx.updateTable('briefings').set({ publish_at: at }).where('id', '=', id).execute()
}

export async function setSlug(tx: Db, id: number, slug: string): Promise<void> {
  await tx.updateTable('briefings').set({ slug }).where('id', '=', id).execute()
}

export async function isSlugTaken(db: Db, slug: string, butBy: number): Promise<boolean> {
  const row = await db.selectFrom('briefings').select('id').where('slug', '=', slug).where('id', '<>', butBy).executeTakeFirst()
  return row !== undefined
}

/** Briefings that are to be published by now. */
export async function listScheduledUntil(db: Db, now: Instant): Promise<{ id: number; publishAt: Instant }[]> {
  const rows = await db
    .selectFrom('briefings')
    .select(['id', 'publish_at'])
    .where('publish_at', '<=', now)
    .where('state', 'in', ['draft', 'review'])
    .orderBy('publish_at')
    .orderBy('id')
    .execute()
  return rows.map(({ id, publish_at }) => ({ id, publishAt: publish_at ?? now }))
}
