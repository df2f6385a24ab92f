import { sql } from 'kysely'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** Hands leases back that ran out: nothing of theirs counts as sent. What ran out while posting is almost surely accepted: doubtful. */
export async function reclaimDeliveries(db: Db, now: Instant): Promise<{ queued: number; doubtful: number }> {
  const queued = await sql`
    update deliveries set state = case when joined_to is null then 'queued' else 'joined' end, lease_until = null
    where state = 'leased' and lease_until <= ${now}`.execute(db)
  const doubtful = await sql`
    update deliveries set state = 'doubtful', lease_until = null, settled_at = ${now}, reason = 'the sender died after the message had left'
    where state = 'posting' and lease_until <= ${now}`.execute(db)
  const freed = await freeLeftBehind(db)
  return { queued: Number(queued.numAffectedRows ?? 0n) + freed, doubtful: Number(doubtful.numAffectedRows ?? 0n) }
}

/** Queues joined deliveries by themselves whose leading one cannot take them along: it was claimed just before they were joined to it. */
async function freeLeftBehind(db: Db): Promise<number> {
  const freed = await sql`
    update deliveries set state = 'queued', joined_to = null, next_at = due_at
    where state = 'joined' and not exists (
      select 1 from deliveries as head
      where head.id = deliveries.joined_to and head.state = 'queued' and head.attempts = deliveries.attempts)`.execute(db)
  return Number(freed.numAffectedRows ?? 0n)
}
