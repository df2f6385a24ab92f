import type { Instant } from '../domain/instant.ts'
import type { Lines, Names, Topic } from '../domain/topic.ts'
import { markPagesChanged } from './counters.ts'
import type { Db } from './dialect.ts'
import type { Row } from './tables.ts'

/** `lines`: what it is about, in a sentence. `position`: topics stand in this order, and by slug where it is the same. */
export type NewTopic = { slug: string; names: Names; lines?: Lines; position?: number; parentId?: number }

export async function listTopics(db: Db): Promise<Topic[]> {
  const rows = await db.selectFrom('topics').selectAll().orderBy('position').orderBy('slug').execute()
  return rows.map(topicOf)
}

export async function findTopic(db: Db, slug: string): Promise<Topic | undefined> {
  const row = await db.selectFrom('topics').selectAll().where('slug', '=', slug).executeTakeFirst()
  return row && topicOf(row)
}

export async function insertTopic(db: Db, topic: NewTopic, now: Instant): Promise<Topic> {
  const row = {
    slug: topic.slug,
    names: JSON.stringify(topic.names),
    lines: JSON.stringify(topic.lines ?? {}),
    position: topic.position ?? 0,
    parent_id: topic.parentId ?? null,
    created_at: now,
  }
  await markPagesChanged(db, now)
  return topicOf(await db.insertInto('topics').values(row).returningAll().executeTakeFirstOrThrow())
}

const topicOf = (row: Row<'topics'>): Topic => ({
  id: row.id,
  slug: row.slug,
  names: JSON.parse(row.names) as Names,
  lines: JSON.parse(row.lines) as Lines,
  position: row.position,
  parentId: row.parent_id,
})

/** What forms say of a topic, and where it stands there. */
export async function presentTopic(db: Db, id: number, as: { lines?: Lines; position?: number }): Promise<void> {
  const set = { ...(as.lines && { lines: JSON.stringify(as.lines) }), ...(as.position !== undefined && { position: as.position }) }
  if (Object.keys(set).length > 0) await db.updateTable('topics').set(set).where('id', '=', id).execute()
}
