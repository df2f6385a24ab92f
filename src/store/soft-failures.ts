import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** A mailbox that did not take a delivery and may take the next one. */
export type SoftFailure = { canonical: string; deliveryId: number; failedAt: Instant; heard: 'answer' | 'report' }

/**
 * Counts failures, one for each delivery, and gives back when the deliveries to each of these addresses have failed. `heard` is what an
 * acceptance ends: where the server itself answered, its acceptance is a success; where a report came later, it is none.
 */
export async function addSoftFailures(tx: Db, failures: SoftFailure[]): Promise<Map<string, Instant[]>> {
  if (failures.length === 0) return new Map()
  const values = failures.map(({ canonical, deliveryId, failedAt, heard }) => ({
    canonical,
    delivery_id: deliveryId,
    failed_at: failedAt,
    heard,
  }))
  // Senders that hold several rows take them in the same order, so that they never wait for each other.
  values.sort((a, b) => (a.canonical < b.canonical ? -1 : a.canonical > b.canonical ? 1 : a.delivery_id - b.delivery_id))
  await tx
    .insertInto('soft_failures')
    .values(values)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const rows = await tx
    .selectFrom('soft_failures')
    .select(['canonical', 'failed_at'])
    .where('canonical', 'in', [...new Set(values.map(({ canonical }) => canonical))])
    .execute()
  const byAddress = Map.groupBy(rows, ({ canonical }) => canonical)
  return new Map([...byAddress].map(([canonical, found]) => [canonical, found.map(({ failed_at }) => failed_at)]))
}

/** They count no more: those that were heard in such a way, or all. */
export async function clearSoftFailures(tx: Db, canonicals: string[], heard?: 'answer' | 'report'): Promise<void> {
  if (canonicals.length === 0) return
  let query = tx.deleteFrom('soft_failures').where('canonical', 'in', [...new Set(canonicals)])
  if (heard !== undefined) query = query.where('heard', '=', heard)
  await query.execute()
}
