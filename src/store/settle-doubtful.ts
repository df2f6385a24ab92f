import { sql } from 'kysely'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

type Some = { which: { ids: number[] } | { issueId: number | null }; verdict: 'accepted' | 'again'; limit: number }

/** Ends or queues up to `limit` doubtful deliveries, and says how many. */
export async function settleSomeDoubtful(db: Db, { which, verdict, limit }: Some, by: { at: Instant; reason: string }): Promise<number> {
  if ('ids' in which && which.ids.length === 0) return 0
  const chosen =
    'ids' in which ? sql`and id in (${sql.join(which.ids)})` : which.issueId === null ? sql`` : sql`and issue_id = ${which.issueId}`
  const set =
    verdict === 'accepted'
      ? sql`state = 'accepted', settled_at = ${by.at}, reason = ${by.reason}`
      : sql`state = 'queued', due_at = ${by.at}, next_at = ${by.at}, settled_at = null, reason = ${by.reason}`
  const result = await sql`update deliveries set ${set} where state = 'doubtful' and id in (
    select id from deliveries where state = 'doubtful' ${chosen} order by id limit ${limit})`.execute(db)
  return Number(result.numAffectedRows ?? 0n)
}
