import { sql } from 'kysely'
import type { Db } from '../../src/store/dialect.ts'

/** Makes every delivery wait again as if nothing had happened to it; says how many there are. */
export async function queueAgain(db: Db): Promise<number> {
  await db.deleteFrom('attempts').execute()
  const result = await sql`
    update deliveries
    set state = 'queued', next_at = due_at, attempts = 0, lease_until = null, reason = null, settled_at = null`.execute(db)
  return Number(result.numAffectedRows ?? 0n)
}
