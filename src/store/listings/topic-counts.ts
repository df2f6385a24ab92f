import { sql } from 'kysely'
import type { Instant } from '../../domain/instant.ts'
import type { Db, Store } from '../dialect.ts'
import { countSubscriptions } from './count-subscriptions.ts'

export type TopicCounts = {
  /** Active subscriptions that name the topic, by its number. */
  readers: Map<number, number>
  /** Briefings that were published since then, by topic; and when the last of all came out. */
  stories: Map<number, number>
  lastAt: Map<number, Instant>
}

const AT_ONCE = 5000

/** Counts readers and stories of every topic. */
export async function countTopics({ db, dialect }: Pick<Store, 'db' | 'dialect'>, since: Instant): Promise<TopicCounts> {
  const readers = await countSubscriptions(db, {
    select: (within) => sql`
      select ids.value as named, count(*) as count from subscriptions as u cross join ${dialect.idsIn(sql`u.topics`)}
      where ${within} group by ids.value`,
    atOnce: AT_ONCE,
  })
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
