import { sql } from 'kysely'
import type { ReaderHour } from '../domain/reader-hour.ts'
import { isInChunk, type Chunk } from './addressing-chunk.ts'
import type { Db } from './dialect.ts'

/** A new delivery of an instant digest to a reader with quiet hours of the own; both minutes in one number. */
export type QuietDelivery = { id: number; hour: ReaderHour; quiet: number }

export async function listQuietDeliveries(tx: Db, chunk: Chunk): Promise<QuietDelivery[]> {
  const { rows } = await sql<{ id: number; zone: string; minute: number; weekdays: number; quiet: number }>`
    select d.id, h.zone, h.minute, h.weekdays, s.quiet
    from subscriptions as s
    cross join deliveries as d cross join reader_hours as h
    where ${isInChunk(chunk)} and s.quiet is not null and h.id = s.hour_id
      and d.issue_id = ${chunk.issueId} and d.subscriber_id = s.subscriber_id and d.state = 'queued' and d.attempts = 0`.execute(tx)
  return rows.map(({ id, zone, minute, weekdays, quiet }) => ({ id, hour: { zone, minute, weekdays }, quiet }))
}
