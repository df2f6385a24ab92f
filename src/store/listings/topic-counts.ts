import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Instant } from '../../domain/instant.ts'
import type { Db, Store } from '../dialect.ts'

export type TopicCounts = {
  /** Active subscriptions that name the topic, by its number. */
  readers: Map<number, number>
  /** Briefings that were published since then, by topic; and when the last of all came out. */
  stories: Map<number, number>
  lastAt: Map<number, Instant>
}

const AT_ONCE = 5000

/** Counts readers and stories of every topic. It walks over all subscriptions, in turns that let others work meanwhile. */
export async function countTopics({ db, dialect }: Pick<Store, 'db' | 'dialect'>, since: Instant): Promise<TopicCounts> {
  const readers = new Map<number, number>()
  const { last } = (await sql<{ last: number | null }>`select max(id) as last from subscriptions`.execute(db)).rows[0] ?? { last: 0 }
  for (let after = 0; after < (last ?? 0); after += AT_ONCE) {
    const { rows } = await sql<{ topic: number; count: number }>`
      select ids.value as topic, count(*) as count from subscriptions as s cross join ${dialect.idsIn(sql`s.topics`)}
      where s.id > ${after} and s.id <= ${after + AT_ONCE} and s.state = 'active' group by ids.value`.execute(db)
    for (const { topic, count } of rows) readers.set(topic, (readers.get(topic) ?? 0) + count)
    await nextTurn()
  }
  return { readers, ...(await countStories(db, since)) }
}

async function countStories(db: Db, since: Instant): Promise<Pick<TopicCounts, 'stories' | 'lastAt'>> {
  const { rows } = await sql<{ topic: number; stories: number; last: Instant | null }>`
    select topic_id as topic, sum(case when published_at >= ${since} then 1 else 0 end) as stories, max(published_at) as last
    from briefing_topics join briefings on briefings.id = briefing_id where publish_seq is not null group by topic_id`.execute(db)
  return {
    stories: new Map(rows.map(({ topic, stories }) => [topic, stories])),
    lastAt: new Map(rows.flatMap(({ topic, last }) => (last === null ? [] : [[topic, last] as const]))),
  }
}
