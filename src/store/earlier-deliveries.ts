import { sql } from 'kysely'
import { hasGot } from '../domain/allot-stories.ts'
import { listPositions, positionsOf, type Positions } from '../domain/positions.ts'
import { isInChunk, isOfChunk, type Chunk } from './addressing-chunk.ts'
import type { PositionPair } from './carried-bits.ts'
import type { Db, Dialect } from './dialect.ts'
import type { Earlier, OtherIssue } from './had-stories.ts'

/**
 * What very many other issues mean for the readers of a chunk who have a delivery of any: a digest that rolls has hundreds in a week, and
 * whoever comes back from a pause may have had stories from any of them. A statement that names them all would take longer to build than
 * to run, so their deliveries come here.
 */
export async function listEarlier(tx: Db, chunk: Chunk, others: OtherIssue[], { idsIn }: Pick<Dialect, 'idsIn'>): Promise<Earlier[]> {
  const means = new Map(others.map((other) => [other.issueId, meaningOf(other)]))
  const found = new Map<number, Record<Kind, Set<number>>>()
  for (const row of await listDeliveries(tx, chunk, { idsIn, issueIds: [...means.keys()] })) {
    const meaning = means.get(row.issue_id)
    if (!meaning) continue
    const of = found.get(row.subscriber_id) ?? { had: new Set(), left: new Set(), right: new Set() }
    found.set(row.subscriber_id, of)
    if (hasGot(row.state)) {
      carry(meaning.had, row, of.had)
      carry(meaning.right, row, of.right)
    }
    carry(meaning.left, { low: row.more_low, high: row.more_high }, of.left)
  }
  return [...found].map(([subscriberId, { had, left, right }]) => ({
    subscriberId,
    ...{ had: positionsOf(had), left: positionsOf(left), right: positionsOf(right) },
  }))
}

type Kind = 'had' | 'left' | 'right'

/** Where a story of the other issue stands in ours, by where it stands there. */
type Places = Map<number, PositionPair[]>

const meaningOf = ({ same, leftOver, corrected }: OtherIssue): Record<Kind, Places> => ({
  had: placesOf(same),
  left: placesOf(leftOver),
  right: placesOf(corrected),
})

const placesOf = (pairs: PositionPair[]): Places => Map.groupBy(pairs, ({ there }) => there)

function carry(places: Places, from: Positions, into: Set<number>): void {
  if (places.size === 0) return
  for (const there of listPositions(from)) for (const { here } of places.get(there) ?? []) into.add(here)
}

type Row = {
  issue_id: number
  subscriber_id: number
  state: string
  low: number
  high: number
  more_low: number
  more_high: number
}

async function listDeliveries(tx: Db, chunk: Chunk, { idsIn, issueIds }: Pick<Dialect, 'idsIn'> & { issueIds: number[] }): Promise<Row[]> {
  const ofThoseDue = chunk.isByHour
    ? sql` and exists (select 1 from subscriptions as s where s.subscriber_id = d.subscriber_id and ${isInChunk(chunk)})`
    : sql``
  const { rows } = await sql<Row>`
    select d.issue_id, d.subscriber_id, d.state, d.low, d.high, d.more_low, d.more_high
    from ${idsIn(sql`${issueIds.join(',')}`)} cross join deliveries as d
    where d.issue_id = ids.value and ${isOfChunk(sql`d.subscriber_id`, chunk)}${ofThoseDue}`.execute(tx)
  return rows
}
