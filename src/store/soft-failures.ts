import { sql } from 'kysely'
import { DAY, type Instant } from '../domain/instant.ts'
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

/**
 * Forgets the failures before a success: a mail to this reader was accepted after them, before the one that is reported now, and nothing was
 * heard against it. Reports come late, but those about earlier mails come earlier.
 */
export async function dropFailuresBeforeSuccess(
  tx: Db,
  { canonical, subscriberId, leftAt }: { canonical: string; subscriberId: number; leftAt: Instant },
): Promise<void> {
  const { rows } = await sql<{ at: Instant | null }>`
    select max(d.settled_at) as at
    from (select min(failed_at) as earliest from soft_failures where canonical = ${canonical}) as f
      cross join issues as i cross join deliveries as d
    where i.due_at >= f.earliest - ${LONGEST_WAY} and d.issue_id = i.id and d.subscriber_id = ${subscriberId}
      and d.state = 'accepted' and d.settled_at > f.earliest and d.settled_at < ${leftAt}
      and not exists (select 1 from delivery_news as n where n.delivery_id = d.id and n.kind in ('failed', 'ours', 'delayed'))`.execute(tx)
  const successAt = rows[0]?.at ?? null
  if (successAt === null) return
  await tx.deleteFrom('soft_failures').where('canonical', '=', canonical).where('failed_at', '<', successAt).execute()
}

// From an issue's hour to that of its last reader.
const LONGEST_WAY = 3 * DAY

/** They count no more: those that were heard in such a way, or all. */
export async function clearSoftFailures(tx: Db, canonicals: string[], heard?: 'answer' | 'report'): Promise<void> {
  if (canonicals.length === 0) return
  let query = tx.deleteFrom('soft_failures').where('canonical', 'in', [...new Set(canonicals)])
  if (heard !== undefined) query = query.where('heard', '=', heard)
  await query.execute()
}

/** What was counted of these deliveries was no failure of the mailbox. */
export async function dropSoftFailures(tx: Db, deliveryIds: number[]): Promise<void> {
  if (deliveryIds.length > 0) await tx.deleteFrom('soft_failures').where('delivery_id', 'in', deliveryIds).execute()
}
