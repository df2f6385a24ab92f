import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** Dates, `2026-12-24`, that a person has taken out of one digest's schedule, by its id. */
export async function listSkips(db: Db): Promise<Map<number, string[]>> {
  const rows = await db.selectFrom('digest_skips').select(['digest_id', 'date']).orderBy('date').execute()
  const byDigest = Map.groupBy(rows, (row) => row.digest_id)
  return new Map([...byDigest].map(([id, some]) => [id, some.map(({ date }) => date)]))
}

/** Told false when it was skipped already. */
export async function addSkip(
  tx: Db,
  { digestId, date, by }: { digestId: number; date: string; by: string },
  now: Instant,
): Promise<boolean> {
  const result = await tx
    .insertInto('digest_skips')
    .values({ digest_id: digestId, date, skipped_at: now, skipped_by: by })
    .onConflict((conflict) => conflict.columns(['digest_id', 'date']).doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function dropSkip(tx: Db, { digestId, date }: { digestId: number; date: string }): Promise<boolean> {
  const result = await tx.deleteFrom('digest_skips').where('digest_id', '=', digestId).where('date', '=', date).executeTakeFirst()
  return result.numDeletedRows > 0n
}
