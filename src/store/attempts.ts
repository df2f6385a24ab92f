import { sql, type RawBuilder } from 'kysely'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'
import { text, whole } from './typed-value.ts'

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
  /** At whose door the reply is laid (mail/fault.ts); none where nothing failed, or nothing was said. */
  fault?: string | undefined
  /** The Date of the message, and what tells it from every other (mail/fingerprint.ts). */
  datedAt: Instant
  messageHash: string
}

/** Keeps conversations. One about a delivery that has been deleted meanwhile is passed over, and one that is kept already. */
export async function insertAttempts(tx: Db, attempts: Attempt[]): Promise<void> {
  if (attempts.length === 0) return
  await sql`
    with held (delivery_id, number, outcome, started_at, ended_at, reply_code, enhanced_code, reply, relay, fault, dated_at, message_hash) as (
      values ${sql.join(attempts.map(rowOf))})
    insert into attempts (delivery_id, number, outcome, started_at, ended_at, reply_code, enhanced_code, reply, relay, fault, dated_at, message_hash)
    select delivery_id, number, outcome, started_at, ended_at, reply_code, enhanced_code, reply, relay, fault, dated_at, message_hash from held
    where exists (select 1 from deliveries where deliveries.id = held.delivery_id)
    on conflict do nothing`.execute(tx)
}

function rowOf({ deliveryId, number, outcome, startedAt, endedAt, replyCode, enhancedCode, ...said }: Attempt): RawBuilder<unknown> {
  const when = sql`${whole(startedAt)}, ${whole(endedAt)}`
  const answer = sql`${whole(replyCode)}, ${text(enhancedCode)}, ${text(said.reply)}, ${text(said.relay)}, ${text(said.fault ?? null)}`
  const message = sql`${whole(said.datedAt)}, ${text(said.messageHash)}`
  return sql`(${whole(deliveryId)}, ${whole(number)}, ${text(outcome)}, ${when}, ${answer}, ${message})`
}
