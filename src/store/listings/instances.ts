import type { Instance } from '../../domain/standing.ts'
import type { Db } from '../dialect.ts'

/** The processes that have been seen at the database, the latest seen first. */
export async function listInstances(db: Db): Promise<Instance[]> {
  const rows = await db.selectFrom('instances').selectAll().orderBy('seen_at', 'desc').limit(200).execute()
  return rows.map(({ run, instance, host, secret, base_url, started_at, seen_at }) => ({
    ...{ run, place: instance, host, secret },
    ...{ baseUrl: base_url, startedAt: started_at, seenAt: seen_at },
  }))
}
