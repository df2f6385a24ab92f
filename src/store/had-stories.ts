import { sql, type RawBuilder } from 'kysely'
import { TOO_LATE } from '../domain/delivery.ts'
import { isOfChunk, type Chunk } from './addressing-chunk.ts'
import { carryBits, type PositionPair, type Words } from './carried-bits.ts'
import type { Dialect } from './dialect.ts'

/** How the stories of another issue stand to those of ours, by their positions there and here. */
export type OtherIssue = {
  issueId: number
  /** The same story, in whatever language. */
  same: PositionPair[]
  /** The same story, which that issue may have left over for ours. */
  leftOver: PositionPair[]
  /** A story there that one of ours corrects. */
  corrected: PositionPair[]
}

/**
 * What other issues mean for each reader of the chunk, as sets of positions in ours: `had` they have been given, `left` was left over by
 * an earlier issue or could not be sent in time, and `right` is set right by a correction. Readers without any have no row.
 */
export function hadStories(chunk: Chunk, others: OtherIssue[], { unionOf }: Pick<Dialect, 'unionOf'>): RawBuilder<unknown> {
  const selects = others.map((other) => ofIssue(chunk, other))
  const all = sql.join(selects, sql` union all `)
  if (others.length === 1) return all
  const columns = COLUMNS.map((name) => sql`${unionOf(sql.ref(`o.${name}`), others.length)} as ${sql.ref(name)}`)
  return sql`select o.subscriber_id, ${sql.join(columns)} from (${all}) as o group by o.subscriber_id`
}

const COLUMNS = ['had_low', 'had_high', 'left_low', 'left_high', 'right_low', 'right_high']

function ofIssue(chunk: Chunk, { issueId, same, leftOver, corrected }: OtherIssue): RawBuilder<unknown> {
  const given = { low: sql`d.low`, high: sql`d.high` }
  const [had, right] = [carryBits(same, given), carryBits(corrected, given)]
  const [more, late] = [carryBits(leftOver, { low: sql`d.more_low`, high: sql`d.more_high` }), carryBits(leftOver, given)]
  const ifGot = (bits: RawBuilder<unknown>): RawBuilder<unknown> => sql`case when ${IS_GOT} then ${bits} else 0 end`
  const leftIn = (word: keyof Words): RawBuilder<unknown> =>
    leftOver.length === 0 ? sql`cast(0 as bigint)` : sql`(${more[word]} | case when ${IS_LATE} then ${late[word]} else 0 end)`
  return sql`
    select d.subscriber_id, ${ifGot(had.low)} as had_low, ${ifGot(had.high)} as had_high, ${leftIn('low')} as left_low,
      ${leftIn('high')} as left_high, ${ifGot(right.low)} as right_low, ${ifGot(right.high)} as right_high
    from deliveries as d where d.issue_id = ${issueId} and ${isOfChunk(sql`d.subscriber_id`, chunk)}`
}

// The same as `hasGot` of domain/allot-stories.ts.
const IS_GOT = sql`d.state not in ('refused', 'withheld')`
const IS_LATE = sql`d.state = 'withheld' and d.reason like ${`${TOO_LATE}%`}`
