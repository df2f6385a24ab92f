import type { Instant } from '../domain/instant.ts'
import type { Lines, Names, Topic } from '../domain/topic.ts'
import { markPagesChanged } from './counters.ts'
import type { Db } from './dialect.ts'
import type { Row } from './tables.ts'

/** `lines`: what it is about, in a sentence. `position`: topics stand in this order, and by slug where it is the same. */
export type NewTopic = { slug: string; names: Names; lines?: Lines; position?: number; parentId?: number }

export async function listTopics(db: Db): Promise<Topic[]> {
  const rows = await db.selectFrom('topics').selectAll().where('merged_into', 'is', null).orderBy('position').orderBy('slug').execute()
  return rows.map(topicOf)
}

/** Those that were merged into others included: what was sent under them still names them. */
export async function listTopicsEver(db: Db): Promise<Topic[]> {
  return (await db.selectFrom('topics').selectAll().orderBy('position').orderBy('slug').execute()).map(topicOf)
}

/** By its slug, or by one that it had before. */
export async function findTopic(db: Db, slug: string): Promise<Topic | undefined> {
  const row = await db.selectFrom('topics').selectAll().where('slug', '=', slug).where('merged_into', 'is', null).executeTakeFirst()
  if (row) return topicOf(row)
  return (await listTopics(db)).find(({ formerly }) => formerly.includes(slug))
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
  formerly: JSON.parse(row.formerly) as string[],
})

/** What forms say of a topic, and where it stands there. */
export async function presentTopic(db: Db, id: number, as: { lines?: Lines; position?: number }): Promise<void> {
  const set = { ...(as.lines && { lines: JSON.stringify(as.lines) }), ...(as.position !== undefined && { position: as.position }) }
  if (Object.keys(set).length > 0) await db.updateTable('topics').set(set).where('id', '=', id).execute()
}

export type TopicChange = Partial<Omit<Topic, 'id'>>

export async function changeTopic(tx: Db, id: number, change: TopicChange): Promise<void> {
  const { slug, names, lines, position, parentId, formerly } = change
  const set = {
    ...(slug !== undefined && { slug }),
    ...(names && { names: JSON.stringify(names) }),
    ...(lines && { lines: JSON.stringify(lines) }),
    ...(position !== undefined && { position }),
    ...(parentId !== undefined && { parent_id: parentId }),
    ...(formerly && { formerly: JSON.stringify(formerly) }),
  }
  if (Object.keys(set).length > 0) await tx.updateTable('topics').set(set).where('id', '=', id).execute()
}
