import { sql, type RawBuilder } from 'kysely'
import type { Positions } from '../domain/positions.ts'
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
 * What other issues mean for a reader, as sets of positions in ours: `had` they have been given, `left` was left over by an earlier issue,
 * and `right` is set right by a correction.
 */
export type Had = Record<'had' | 'left' | 'right', Words>

/** The same of one reader, worked out beforehand. */
export type Earlier = { subscriberId: number; had: Positions; left: Positions; right: Positions }

type Join = Pick<Dialect, 'given'> & {
  others: OtherIssue[]
  /** Of very many issues: what they mean for each reader, worked out beforehand. */
  earlier: Earlier[] | undefined
}

// SQLite joins 64 tables, and some stand there already.
export const MOST_JOINS = 40

/**
 * Brings the deliveries of other issues to the reader of a row `m`: a look-up for each issue, which PostgreSQL does by the index even when
 * it knows nothing of the table yet; of very many issues one table `earlier`.
 */
export function joinHad({ others, earlier }: Join): RawBuilder<unknown> {
  if (earlier) return sql` left join earlier as e on e.subscriber_id = m.subscriber_id`
  const joins = others.map(
    ({ issueId }, index) =>
      sql` left join deliveries as ${alias(index)} on ${column(index, 'issue_id')} = ${issueId} and ${column(index, 'subscriber_id')} = m.subscriber_id`,
  )
  return sql.join(joins, sql``)
}

/** The sets, of a row that `joinHad` has brought. */
export function hadOf({ others, earlier }: Join): Had {
  if (earlier) return toHad((kind, word) => sql`coalesce(${sql.ref(`e.${kind}_${word}`)}, 0)`)
  const all = others.map((other, index) => ofIssue(other, (name) => column(index, name)))
  return toHad(
    (kind, word) =>
      sql`(${sql.join(
        all.map((had) => had[kind][word]),
        sql` | `,
      )})`,
  )
}

/** The table `earlier`, to be joined by `joinHad`; undefined where the issues are few. */
export function earlierTable({ earlier, given }: Join): RawBuilder<unknown> | undefined {
  if (!earlier) return undefined
  const columns = Object.fromEntries(['subscriber_id', ...NAMES].map((name) => [name, 'bigint' as const]))
  const rows = earlier.map(({ subscriberId, had, left, right }) => ({
    ...{ subscriber_id: subscriberId, had_low: had.low, had_high: had.high },
    ...{ left_low: left.low, left_high: left.high, right_low: right.low, right_high: right.high },
  }))
  return sql`earlier as materialized (select * from ${given(rows, columns)})`
}

const NAMES = ['had_low', 'had_high', 'left_low', 'left_high', 'right_low', 'right_high']

const alias = (index: number): RawBuilder<unknown> => sql.ref(`d${index}`)
const column = (index: number, name: string): RawBuilder<unknown> => sql.ref(`d${index}.${name}`)

function toHad(make: (kind: keyof Had, word: keyof Words) => RawBuilder<unknown>): Had {
  const words = (kind: keyof Had): Words => ({ low: make(kind, 'low'), high: make(kind, 'high') })
  return { had: words('had'), left: words('left'), right: words('right') }
}

/** What one delivery means; nothing where there is none, because no comparison with its state holds then. */
function ofIssue({ same, leftOver, corrected }: OtherIssue, of: (column: string) => RawBuilder<unknown>): Had {
  const given = { low: of('low'), high: of('high') }
  const [had, right] = [carryBits(same, given), carryBits(corrected, given)]
  const more = carryBits(leftOver, { low: of('more_low'), high: of('more_high') })
  // The same as `hasGot` of domain/allot-stories.ts.
  const ifGot = (bits: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`case when ${of('state')} not in ('refused', 'withheld') then ${bits} else 0 end`
  const left = (word: keyof Words): RawBuilder<unknown> =>
    leftOver.length === 0 ? sql`cast(0 as bigint)` : sql`coalesce(${more[word]}, 0)`
  const words = (bits: Words): Words => ({ low: ifGot(bits.low), high: ifGot(bits.high) })
  return { had: words(had), left: { low: left('low'), high: left('high') }, right: words(right) }
}
