import type { Mute } from '../domain/choice.ts'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** The mutes of a reader that still hold. */
export async function listMutes(db: Db, subscriberId: number, now: Instant): Promise<Mute[]> {
  const rows = await db
    .selectFrom('topic_mutes')
    .select(['topic_id as topicId', 'until'])
    .where('subscriber_id', '=', subscriberId)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', now)]))
    .orderBy('topic_id')
    .execute()
  return rows
}

/** The same of many readers, by reader. */
export async function listMutesOf(db: Db, subscriberIds: readonly number[], now: Instant): Promise<Map<number, Mute[]>> {
  const rows = await db
    .selectFrom('topic_mutes')
    .select(['subscriber_id', 'topic_id as topicId', 'until'])
    .where('subscriber_id', 'in', subscriberIds)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', now)]))
    .orderBy('topic_id')
    .execute()
  const byReader = Map.groupBy(rows, (row) => row.subscriber_id)
  return new Map([...byReader].map(([id, mutes]) => [id, mutes.map(({ topicId, until }) => ({ topicId, until }))]))
}

export async function saveMute(tx: Db, subscriberId: number, { topicId, until }: Mute, now: Instant): Promise<void> {
  await tx
    .insertInto('topic_mutes')
    .values({ subscriber_id: subscriberId, topic_id: topicId, since: now, until })
    .onConflict((conflict) => conflict.columns(['subscriber_id', 'topic_id']).doUpdateSet({ since: now, until }))
    .execute()
}

export async function deleteMute(tx: Db, of: { subscriberId: number; topicId: number }): Promise<void> {
  await tx.deleteFrom('topic_mutes').where('subscriber_id', '=', of.subscriberId).where('topic_id', '=', of.topicId).execute()
}

/** Forgets what ended before; the history of choices keeps it. */
export async function forgetMutes(db: Db, before: Instant): Promise<number> {
  return Number((await db.deleteFrom('topic_mutes').where('until', '<', before).executeTakeFirst()).numDeletedRows)
}
