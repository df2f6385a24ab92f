import { sql } from 'kysely'
import type { Db } from './dialect.ts'

/** Up to where the readers of each hour have been served, of the hours that lag behind their digest. */
export async function listHoursServed(db: Db, digestId: number): Promise<Map<number, number>> {
  const rows = await db.selectFrom('hours_served').select(['hour_id', 'seq']).where('digest_id', '=', digestId).execute()
  return new Map(rows.map(({ hour_id, seq }) => [hour_id, seq]))
}

/**
 * Writes down, when an issue is addressed, which hours have been served by it and which wait for the next one. What lags further behind
 * than the issue looked back, because it was written down only after it was composed, goes on waiting.
 */
export async function markHoursServed(tx: Db, issue: { id: number; digestId: number; seqFrom: number; reachSeq: number }): Promise<void> {
  await sql`
    update issue_hours set served_before = (
      select seq from hours_served where digest_id = ${issue.digestId} and hours_served.hour_id = issue_hours.hour_id)
    where issue_id = ${issue.id}`.execute(tx)
  await sql`
    insert into hours_served (digest_id, hour_id, seq)
    select ${issue.digestId}, hour_id, ${issue.seqFrom} from issue_hours where issue_id = ${issue.id} and verdict = 'waits'
    on conflict (digest_id, hour_id) do nothing`.execute(tx)
  await sql`
    delete from hours_served where digest_id = ${issue.digestId} and seq >= ${issue.reachSeq} and hour_id in (
      select hour_id from issue_hours where issue_id = ${issue.id} and verdict = 'due')`.execute(tx)
}

/** Writes down how far the readers of one hour have been served; undefined: as far as their digest. */
export async function saveHoursServed(tx: Db, of: { digestId: number; hourId: number }, seq: number | undefined): Promise<void> {
  const key = { digest_id: of.digestId, hour_id: of.hourId }
  if (seq === undefined) {
    await tx.deleteFrom('hours_served').where('digest_id', '=', of.digestId).where('hour_id', '=', of.hourId).execute()
    return
  }
  await tx
    .insertInto('hours_served')
    .values({ ...key, seq })
    .onConflict((conflict) => conflict.columns(['digest_id', 'hour_id']).doUpdateSet({ seq }))
    .execute()
}

/** Takes back what `markHoursServed` wrote for an issue. */
export async function unmarkHoursServed(tx: Db, issue: { id: number; digestId: number; seqFrom: number }): Promise<void> {
  await sql`
    delete from hours_served where digest_id = ${issue.digestId} and seq = ${issue.seqFrom} and hour_id in (
      select hour_id from issue_hours where issue_id = ${issue.id} and verdict = 'waits' and served_before is null)`.execute(tx)
  await sql`
    insert into hours_served (digest_id, hour_id, seq)
    select ${issue.digestId}, hour_id, served_before from issue_hours where issue_id = ${issue.id} and served_before is not null
    on conflict (digest_id, hour_id) do nothing`.execute(tx)
}
