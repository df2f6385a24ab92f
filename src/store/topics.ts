import type { Instant } from '../domain/instant.ts'
import type { Names, Topic } from '../domain/topic.ts'
import type { Db } from './dialect.ts'
import type { Row } from './tables.ts'

export async function listTopics(db: Db): Promise<Topic[]> {
  const rows = await db.selectFrom('topics').selectAll().orderBy('slug').execute()
  return rows.map(topicOf)
}

export async function findTopic(db: Db, slug: string): Promise<Topic | undefined> {
  const row = await db.selectFrom('topics').selectAll().where('slug', '=', slug).executeTakeFirst()
  return row && topicOf(row)
}

export async function insertTopic(db: Db, topic: { slug: string; names: Names }, now: Instant): Promise<Topic> {
  const row = { slug: topic.slug, names: JSON.stringify(topic.names), created_at: now }
  return topicOf(await db.insertInto('topics').values(row).returningAll().executeTakeFirstOrThrow())
}

const topicOf = (row: Row<'topics'>): Topic => ({ id: row.id, slug: row.slug, names: JSON.parse(row.names) as Names })
