import { sql } from 'kysely'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

const AT_ONCE = 2000

/** Deletes news that was heard before then, a part at a time: nobody waits long for the write lock. Says how many rows went. */
export async function pruneNews(db: Db, before: Instant): Promise<number> {
  return inParts(
    db,
    () => sql`
    delete from delivery_news where id in (select id from delivery_news where heard_at < ${before} order by heard_at limit ${AT_ONCE})`,
  )
}

export async function pruneUnmatched(db: Db, before: Instant): Promise<number> {
  return inParts(
    db,
    () => sql`
    delete from unmatched_reports where id in (select id from unmatched_reports where received_at < ${before} order by received_at limit ${AT_ONCE})`,
  )
}

export async function pruneTallies(db: Db, before: Instant): Promise<void> {
  await db.deleteFrom('report_tallies').where('day', '<', before).execute()
}

export async function pruneReputation(db: Db, before: Instant): Promise<void> {
  await db.deleteFrom('reputation_hours').where('hour', '<', before).execute()
}

/** Failures of so long ago that no other will ever stand beside them. */
export async function pruneSoftFailures(db: Db, before: Instant): Promise<void> {
  await db.deleteFrom('soft_failures').where('failed_at', '<', before).execute()
}

async function inParts(db: Db, statement: () => ReturnType<typeof sql>): Promise<number> {
  for (let pruned = 0; ;) {
    const { numAffectedRows = 0n } = await statement().execute(db)
    pruned += Number(numAffectedRows)
    if (numAffectedRows < AT_ONCE) return pruned
  }
}
