import { sql } from 'kysely'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** A delivery that waits for its reader's hour, untouched by any sender. */
export type WaitingDelivery = { id: number; issueId: number; dueAt: Instant }

/** What of a digest waits for a reader and is not due yet, parted from what it would leave with. */
export async function freeWaiting(
  tx: Db,
  { subscriberId, digestId, now }: { subscriberId: number; digestId: number; now: Instant },
): Promise<WaitingDelivery[]> {
  const waiting = sql`subscriber_id = ${subscriberId} and state in ('queued', 'joined') and attempts = 0 and next_at > ${now}`
  const { rows } = await sql<{ id: number; issue_id: number; due_at: number }>`
    update deliveries set state = 'queued', joined_to = null, next_at = due_at
    where ${waiting} and due_at > ${now} and issue_id in (select id from issues where digest_id = ${digestId})
    returning id, issue_id, due_at`.execute(tx)
  if (rows.length === 0) return []
  // What was joined to one of them goes by itself, unless it is joined anew.
  await sql`
    update deliveries set state = 'queued', joined_to = null, next_at = due_at
    where state = 'joined' and attempts = 0 and joined_to in (${sql.join(rows.map(({ id }) => id))})`.execute(tx)
  return rows.map(({ id, issue_id, due_at }) => ({ id, issueId: issue_id, dueAt: due_at }))
}
