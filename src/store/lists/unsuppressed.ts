import type { Instant } from '../../domain/instant.ts'
import type { SuppressionReason } from '../../domain/suppression.ts'
import type { Db } from '../dialect.ts'

type Who = { id: number; canonical: string }

/** Those of some readers whom we write to. */
export async function listUnsuppressed(db: Db, ids: number[]): Promise<Who[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('subscribers')
    .leftJoin('suppressions', 'suppressions.canonical', 'subscribers.canonical')
    .select(['subscribers.id', 'subscribers.canonical'])
    .where('subscribers.id', 'in', ids)
    .where('suppressions.id', 'is', null)
    .orderBy('subscribers.id')
    .execute()
}

/** Those of some readers who are suppressed for a reason, by somebody, since then. */
export async function listAddresses(db: Db, ids: number[], by: { reason: SuppressionReason; by: string; since: Instant }): Promise<Who[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('subscribers')
    .innerJoin('suppressions', 'suppressions.canonical', 'subscribers.canonical')
    .select(['subscribers.id', 'subscribers.canonical'])
    .where('subscribers.id', 'in', ids)
    .where('reason', '=', by.reason)
    .where('added_by', '=', by.by)
    .where('suppressions.created_at', '>=', by.since)
    .execute()
}
