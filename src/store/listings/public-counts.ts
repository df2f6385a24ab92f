import { sql } from 'kysely'
import type { Instant } from '../../domain/instant.ts'
import type { Topic } from '../../domain/topic.ts'
import type { Db } from '../dialect.ts'
import { listPublicTopics } from './public-topics.ts'

type Span = { from: Instant; until: Instant }

/** The public topics, each with how many published briefings stand on it. */
export async function countByTopic(db: Db): Promise<{ topic: Topic; briefings: number }[]> {
  const rows = await db
    .selectFrom('briefing_topics')
    .innerJoin('briefings', 'briefings.id', 'briefing_id')
    .select((eb) => ['topic_id', eb.fn.countAll<number>().as('briefings')])
    .where('state', '=', 'published')
    .groupBy('topic_id')
    .execute()
  const counts = new Map(rows.map((row) => [row.topic_id, row.briefings]))
  return (await listPublicTopics(db)).map((topic) => ({ topic, briefings: counts.get(topic.id) ?? 0 }))
}

/** From the first to the last published briefing; undefined where there is none. */
export async function findPublishedSpan(db: Db): Promise<{ first: Instant; last: Instant } | undefined> {
  const { rows } = await sql<{ first: Instant | null; last: Instant | null }>`
    select min(published_at) as first, max(published_at) as last from briefings where state = 'published'`.execute(db)
  const { first, last } = rows[0] ?? { first: null, last: null }
  return first === null || last === null ? undefined : { first, last }
}

/** How many public briefings were published in each of these spans of time. */
export async function countInSpans(db: Db, spans: Span[]): Promise<number[]> {
  if (spans.length === 0) return []
  const ids = (await listPublicTopics(db)).map(({ id }) => id)
  const values = spans.map(({ from, until }, index) => sql`(cast(${index} as bigint), cast(${from} as bigint), cast(${until} as bigint))`)
  const { rows } = await sql<{ position: number; briefings: number }>`
    with spans (position, since, until) as (values ${sql.join(values)})
    select position, count(*) as briefings from spans
    inner join briefings on published_at >= since and published_at < until
    where state = 'published' and exists (
      select 1 from briefing_topics where briefing_id = briefings.id and topic_id in (${sql.join(ids.length === 0 ? [0] : ids)}))
    group by position`.execute(db)
  const counts = new Map(rows.map((row) => [row.position, row.briefings]))
  return spans.map((_, index) => counts.get(index) ?? 0)
}
