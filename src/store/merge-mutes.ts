import { sql } from 'kysely'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'
import type { Merge } from './merge-topics.ts'

const AT_ONCE = 500

export type MuteOfEither = { subscriberId: number; topicId: number; until: Instant | null; isFollowed: boolean; followsOther: boolean }

/** Mutes of either topic, with whether their readers follow that one and the other one. */
export async function listMutesOfEither(tx: Db, { from, into }: Merge): Promise<MuteOfEither[]> {
  const followedBy = (topicId: number) => sql`exists (select 1 from subscriptions as s where s.subscriber_id = m.subscriber_id
    and s.state = 'active' and (',' || s.topics || ',') like ${`%,${topicId},%`})`
  const { rows } = await sql<{ subscriberId: number; topicId: number; until: Instant | null; a: number; b: number }>`
    select m.subscriber_id as "subscriberId", m.topic_id as "topicId", m.until,
      case when ${followedBy(from)} then 1 else 0 end as a, case when ${followedBy(into)} then 1 else 0 end as b
    from topic_mutes as m where m.topic_id in (${from}, ${into}) order by m.subscriber_id`.execute(tx)
  return rows.map(({ a, b, ...row }) => {
    const [isFollowed, followsOther] = row.topicId === from ? [a, b] : [b, a]
    return { ...row, isFollowed: isFollowed === 1, followsOther: followsOther === 1 }
  })
}

/** Replaces the mutes of both topics by those of the second one. */
export async function replaceMutes(
  tx: Db,
  { from, into }: Merge,
  mutes: { subscriberId: number; until: Instant | null }[],
  now: Instant,
): Promise<void> {
  await tx.deleteFrom('topic_mutes').where('topic_id', 'in', [from, into]).execute()
  for (let start = 0; start < mutes.length; start += AT_ONCE) {
    const rows = mutes
      .slice(start, start + AT_ONCE)
      .map(({ subscriberId, until }) => ({ subscriber_id: subscriberId, topic_id: into, since: now, until }))
    await tx.insertInto('topic_mutes').values(rows).execute()
  }
}

/** All mutes that hold of some readers, for the history of their choices. */
export async function listMutesOf(
  tx: Db,
  subscriberIds: number[],
  now: Instant,
): Promise<Map<number, { topicId: number; until: Instant | null }[]>> {
  if (subscriberIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('topic_mutes')
    .select(['subscriber_id', 'topic_id as topicId', 'until'])
    .where('subscriber_id', 'in', subscriberIds)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', now)]))
    .orderBy('topic_id')
    .execute()
  const groups = Map.groupBy(rows, ({ subscriber_id }) => subscriber_id)
  return new Map([...groups].map(([id, mutes]) => [id, mutes.map(({ topicId, until }) => ({ topicId, until }))]))
}
