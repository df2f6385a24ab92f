import { sql } from 'kysely'
import type { DeliveryState } from '../domain/delivery.ts'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

export type SentIssue = { id: number; digest: string; number: number }

/** Issues that have found all their readers, of which no mail waits or is under way, and that are not noted as sent yet. */
export async function listJustSent(tx: Db, dueSince: Instant): Promise<SentIssue[]> {
  const { rows } = await sql<SentIssue>`
    select i.id, g.slug as digest, i.number from issues as i join digests as g on g.id = i.digest_id
    where i.state = 'addressed' and i.sent_at is null and i.due_at >= ${dueSince} and not exists (
      select 1 from deliveries as d where d.issue_id = i.id and d.state in ('queued', 'joined', 'leased', 'posting'))
    order by i.id limit 100`.execute(tx)
  return rows
}

/** Told false when another process was faster. */
export async function markSent(tx: Db, id: number, at: Instant): Promise<boolean> {
  const result = await tx.updateTable('issues').set({ sent_at: at }).where('id', '=', id).where('sent_at', 'is', null).executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** How many deliveries of an issue came to which end. */
export async function countEnds(tx: Db, issueId: number): Promise<Partial<Record<DeliveryState, number>>> {
  const counted = tx.selectFrom('deliveries').select(['state', (of) => of.fn.countAll<number>().as('count')])
  const rows = await counted.where('issue_id', '=', issueId).groupBy('state').execute()
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}
