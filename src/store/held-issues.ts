import { sql } from 'kysely'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** Lets nothing more of an issue go. The first reason stays; told false when it was held already. */
export async function holdIssue(db: Db, id: number, held: { reason: string; at: Instant }): Promise<boolean> {
  const result = await db
    .updateTable('issues')
    .set({ held_at: held.at, held_reason: held.reason })
    .where('id', '=', id)
    .where('held_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Told false when it was not held. */
export async function releaseIssue(db: Db, id: number): Promise<boolean> {
  const result = await db
    .updateTable('issues')
    .set({ held_at: null, held_reason: null })
    .where('id', '=', id)
    .where('held_at', 'is not', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** The same for all issues that were due by then and have not been handed out to all of their readers. */
export async function holdUnaddressed(db: Db, held: { dueBy: Instant; reason: string; at: Instant }): Promise<number> {
  const result = await db
    .updateTable('issues')
    .set({ held_at: held.at, held_reason: held.reason })
    .where('state', 'in', ['draft', 'approved'])
    .where('due_at', '<=', held.dueBy)
    .where('held_at', 'is', null)
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}

/**
 * Makes deliveries due that were put back with a reason that begins so: up to `limit`, of the subscribers behind `after`. Says up to which
 * subscriber it has come; undefined at the end.
 */
export async function wakeDeliveries(
  db: Db,
  which: { issueId: number; reasonStart: string; after: number; limit: number },
  now: Instant,
): Promise<number | undefined> {
  const { issueId, reasonStart, after, limit } = which
  const { rows } = await sql<{ subscriber_id: number }>`
    update deliveries set next_at = ${now} where state = 'queued' and id in (
      select id from deliveries
      where issue_id = ${issueId} and subscriber_id > ${after} and state = 'queued' and next_at > ${now} and reason like ${`${reasonStart}%`}
      order by issue_id, subscriber_id limit ${limit})
    returning subscriber_id`.execute(db)
  return rows.length === 0 ? undefined : Math.max(...rows.map(({ subscriber_id }) => subscriber_id))
}

/** Holds an issue for this reason, whatever it was held for before. */
export async function changeHoldReason(db: Db, id: number, held: { reason: string; at: Instant }): Promise<void> {
  await db.updateTable('issues').set({ held_at: held.at, held_reason: held.reason }).where('id', '=', id).execute()
}
