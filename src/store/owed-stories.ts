import { sql, type RawBuilder } from 'kysely'
import type { RuledStory } from '../domain/allot-stories.ts'
import type { Arrears } from '../domain/arrears.ts'
import type { Instant } from '../domain/instant.ts'
import { positionsOf } from '../domain/positions.ts'
import { isInChunk, isOfChunk, type Chunk } from './addressing-chunk.ts'
import type { Db, Dialect } from './dialect.ts'
import { whole } from './typed-value.ts'

type Placed = Pick<RuledStory, 'position' | 'seq'>

/** How many open arrears the chunk's reader with the most has; 0 where nobody is owed anything. */
export async function findMostArrears(tx: Db, chunk: Chunk): Promise<number> {
  const { rows } = await sql<{ most: number | null }>`
    select max(count) as most from (
      select count(*) as count from arrears as a where ${isOpen(chunk)} group by a.subscriber_id) as counts`.execute(tx)
  return rows[0]?.most ?? 0
}

/** What each reader of the chunk is owed, as a set of positions `low`, `high`; readers without arrears have no row. */
export function owedStories(
  chunk: Chunk,
  stories: Placed[],
  { unionOf, most }: Pick<Dialect, 'unionOf'> & { most: number },
): RawBuilder<unknown> {
  const placed = stories.map(({ position, seq }) => {
    const { low, high } = positionsOf([position])
    return sql`(${whole(position)}, ${whole(seq)}, ${whole(low)}, ${whole(high)})`
  })
  return sql`
    with placed (position, seq, low, high) as (values ${sql.join(placed)})
    select a.subscriber_id, ${unionOf(sql`p.low`, most)} as low, ${unionOf(sql`p.high`, most)} as high
    from arrears as a cross join placed as p
    where ${isOpen(chunk)} and p.seq > a.seq_from and (a.seq_to is null or p.seq <= a.seq_to) and (
      a.topic_id is null or exists (
        select 1 from issue_story_topics as t
        where t.issue_id = ${chunk.issueId} and t.topic_id = a.topic_id and t.position = p.position))
    group by a.subscriber_id`
}

/**
 * Marks as settled what the issue looked back for, of those readers of the chunk whom it concerns. What came to be owed only after the
 * issue was composed stays open.
 */
export async function settleArrears(tx: Db, chunk: Chunk, composedAt: Instant): Promise<void> {
  await sql`
    update arrears set issue_id = ${chunk.issueId}
    where id in (
      select a.id from arrears as a
      join subscriptions as s on s.subscriber_id = a.subscriber_id
      join issue_hours as h on h.issue_id = ${chunk.issueId} and h.hour_id = s.hour_id
      where ${isOpen(chunk)} and a.made_at < ${composedAt} and ${isInChunk(chunk)}
        and h.verdict = 'due' and (s.paused_until is null or s.paused_until <= h.due_at))`.execute(tx)
}

export const isOpen = (chunk: Chunk): RawBuilder<boolean> =>
  sql`a.digest_id = ${chunk.digestId} and a.issue_id is null and ${isOfChunk(sql`a.subscriber_id`, chunk)}`

/** All open arrears of those readers of the chunk who are owed only the best of a pause. */
export async function listBestArrears(
  tx: Db,
  chunk: Chunk,
): Promise<(Pick<Arrears, 'topicId' | 'seqFrom' | 'seqTo' | 'most'> & { subscriberId: number })[]> {
  const { rows } = await sql<{ subscriberId: number; topicId: number | null; seqFrom: number; seqTo: number | null; most: number | null }>`
    select a.subscriber_id as "subscriberId", a.topic_id as "topicId", a.seq_from as "seqFrom", a.seq_to as "seqTo", a.most
    from arrears as a where ${isOpen(chunk)} and a.subscriber_id in (
      select b.subscriber_id from arrears as b
      where b.digest_id = ${chunk.digestId} and b.issue_id is null and b.most is not null and ${isOfChunk(sql`b.subscriber_id`, chunk)})`.execute(
    tx,
  )
  return rows
}
