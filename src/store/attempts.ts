import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** One conversation with a mail server about one delivery. `reply` is clean text of at most 1,000 characters. */
export type Attempt = {
  deliveryId: number
  number: number
  outcome: string
  startedAt: Instant
  endedAt: Instant
  replyCode: number | null
  enhancedCode: string | null
  reply: string
  relay: string
}

export async function insertAttempts(tx: Db, attempts: Attempt[]): Promise<void> {
  if (attempts.length === 0) return
  const rows = attempts.map((attempt) => ({
    delivery_id: attempt.deliveryId,
    number: attempt.number,
    outcome: attempt.outcome,
    started_at: attempt.startedAt,
    ended_at: attempt.endedAt,
    reply_code: attempt.replyCode,
    enhanced_code: attempt.enhancedCode,
    reply: attempt.reply,
    relay: attempt.relay,
  }))
  await tx
    .insertInto('attempts')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
