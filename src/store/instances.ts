import type { Instant } from '../domain/instant.ts'
import type { Instance } from '../domain/standing.ts'
import type { Db } from './dialect.ts'

/** Shows that a process is alive, and forgets those that were not seen for long. */
export async function showAlive(db: Db, { place, baseUrl, startedAt, seenAt, ...own }: Instance, forget: Instant): Promise<void> {
  const row = { ...own, instance: place, base_url: baseUrl, started_at: startedAt, seen_at: seenAt }
  await db
    .insertInto('instances')
    .values(row)
    .onConflict((conflict) => conflict.column('run').doUpdateSet({ base_url: baseUrl, seen_at: seenAt }))
    .execute()
  await db.deleteFrom('instances').where('seen_at', '<', forget).execute()
}
