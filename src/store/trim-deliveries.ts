import { sql } from 'kysely'
import type { Positions } from '../domain/positions.ts'
import { isOfChunk, type Chunk } from './addressing-chunk.ts'
import type { Db, Dialect } from './dialect.ts'
import { isOpen } from './owed-stories.ts'

/** A delivery that may hold more than its mail has room for. */
export type FullDelivery = { id: number; subscriberId: number; hourId: number; stories: Positions; topics: string }

export type Room = Pick<Dialect, 'countBits' | 'idsIn'> & {
  cap: number
  /** Topics with more stories than one section may hold. */
  crowded: number[]
  /** Some readers are owed the best of a pause only. */
  hasBest: boolean
}

/** The deliveries of a chunk that do not fit as they are. */
export async function listFullDeliveries(tx: Db, chunk: Chunk, { countBits, idsIn, cap, crowded, hasBest }: Room): Promise<FullDelivery[]> {
  const isCrowded =
    crowded.length === 0
      ? sql``
      : sql` or exists (select 1 from ${idsIn(sql`d.topics`)} where ids.value in (${sql.join(crowded.map((id) => sql.lit(id)))}))`
  const isOfBest = hasBest
    ? sql` or d.subscriber_id in (select a.subscriber_id from arrears as a where ${isOpen(chunk)} and a.most is not null)`
    : sql``
  const { rows } = await sql<{ id: number; subscriber_id: number; hour_id: number; low: number; high: number; topics: string }>`
    select d.id, d.subscriber_id, s.hour_id, d.low, d.high, d.topics
    from deliveries as d join subscriptions as s on s.subscriber_id = d.subscriber_id and s.digest_id = ${chunk.digestId}
    where d.issue_id = ${chunk.issueId} and ${isOfChunk(sql`d.subscriber_id`, chunk)} and (
      ${countBits(sql`d.low`)} + ${countBits(sql`d.high`)} > ${cap}${isCrowded}${isOfBest})`.execute(tx)
  return rows.map(({ id, subscriber_id, hour_id, low, high, topics }) => ({
    ...{ id, subscriberId: subscriber_id, hourId: hour_id, topics },
    stories: { low, high },
  }))
}

export type Trimmed = { id: number; given: Positions; more: Positions }

/** Leaves in each delivery what fits, and notes what did not. */
export async function trimDeliveries(tx: Db, trimmed: Trimmed[], { given: rowsOf }: Pick<Dialect, 'given'>): Promise<void> {
  for (let from = 0; from < trimmed.length; from += GROUP) {
    const rows = trimmed
      .slice(from, from + GROUP)
      .map(({ id, given, more }) => ({ id, low: given.low, high: given.high, more_low: more.low, more_high: more.high }))
    await sql`
      update deliveries set low = given.low, high = given.high, more_low = given.more_low, more_high = given.more_high
      from ${rowsOf(rows, { id: 'bigint', low: 'bigint', high: 'bigint', more_low: 'bigint', more_high: 'bigint' })}
      where deliveries.id = given.id`.execute(tx)
  }
}

const GROUP = 5000
