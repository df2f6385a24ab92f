import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'

export type ListedAttempt = {
  number: number
  startedAt: Instant
  /** Milliseconds from the first command to the last answer. */
  duration: number
  /** The mail server, `host:port`. */
  relay: string
  outcome: string
  replyCode: number | null
  enhancedCode: string | null
  reply: string
  /** At whose door the reply is laid, where something failed. */
  fault: string | null
}

/** Every conversation about a delivery, the first one first. */
export async function listAttempts(db: Db, deliveryId: number): Promise<ListedAttempt[]> {
  const rows = await db.selectFrom('attempts').selectAll().where('delivery_id', '=', deliveryId).orderBy('number').execute()
  return rows.map((row) => ({
    number: row.number,
    startedAt: row.started_at,
    duration: row.ended_at - row.started_at,
    relay: row.relay,
    outcome: row.outcome,
    replyCode: row.reply_code,
    enhancedCode: row.enhanced_code,
    reply: row.reply,
    fault: row.fault,
  }))
}
