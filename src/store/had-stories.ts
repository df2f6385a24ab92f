import { sql, type RawBuilder } from 'kysely'
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
 * What other issues mean for a reader, as sets of positions in ours: `had` they have been given, `left` was left over by an earlier issue,
 * and `right` is set right by a correction.
 */
export type Had = Record<'had' | 'left' | 'right', Words>

type Join = Pick<Dialect, 'unionOf'> & { others: OtherIssue[]; mostJoins: number }

// SQLite joins 64 tables, and some stand there already.
export const MOST_JOINS = 40

/**
 * Brings the deliveries of other issues to the reader of a row `m`: a look-up for each issue, which PostgreSQL does by the index even when
 * it knows nothing of the table yet; of very many issues one table `earlier`, made beforehand.
 */
export function joinHad({ others, mostJoins }: Join): RawBuilder<unknown> {
  if (others.length > mostJoins) return sql` left join earlier as e on e.subscriber_id = m.subscriber_id`
  const joins = others.map(
    ({ issueId }, index) =>
      sql` left join deliveries as ${alias(index)} on ${column(index, 'issue_id')} = ${issueId} and ${column(index, 'subscriber_id')} = m.subscriber_id`,
  )
  return sql.join(joins, sql``)
}

/** The sets, of a row that `joinHad` has brought. */
export function hadOf({ others, mostJoins }: Join): Had {
  if (others.length > mostJoins) return toHad((kind, word) => sql`coalesce(${sql.ref(`e.${kind}_${word}`)}, 0)`)
  const all = others.map((other, index) => ofIssue(other, (name) => column(index, name)))
  return toHad(
    (kind, word) =>
      sql`(${sql.join(
        all.map((had) => had[kind][word]),
        sql` | `,
      )})`,
  )
}

/** The table `earlier` of very many issues: its readers are those of the chunk who have a delivery of any. */
export function earlierTable(chunk: Chunk, { others, mostJoins, unionOf }: Join): RawBuilder<unknown> | undefined {
  if (others.length <= mostJoins) return undefined
  const selects = others.map((other) => {
    const had = ofIssue(other, (name) => sql.ref(`d.${name}`))
    const columns = COLUMNS.map(([kind, word]) => sql`${had[kind][word]} as ${sql.ref(`${kind}_${word}`)}`)
    return sql`
      select d.subscriber_id, ${sql.join(columns)} from deliveries as d
      where d.issue_id = ${sql.lit(other.issueId)} and ${isOfChunk(sql`d.subscriber_id`, chunk)}`
  })
  const united = COLUMNS.map(([kind, word]) => {
    const name = `${kind}_${word}`
    return sql`${unionOf(sql.ref(`o.${name}`), others.length)} as ${sql.ref(name)}`
  })
  const groups = Array.from({ length: Math.ceil(selects.length / MOST_SELECTS) }, (_, group) =>
    selects.slice(group * MOST_SELECTS, (group + 1) * MOST_SELECTS),
  )
  const name = (group: number): RawBuilder<unknown> => sql.ref(`earlier_${group}`)
  const parts = groups.map((some, group) => sql`${name(group)} as materialized (${sql.join(some, sql` union all `)}), `)
  const all = groups.map((_, group) => sql`select * from ${name(group)}`)
  return sql`${sql.join(parts, sql``)}earlier as materialized (
    select o.subscriber_id, ${sql.join(united)} from (${sql.join(all, sql` union all `)}) as o group by o.subscriber_id)`
}

// SQLite unites at most 500 selects. A digest that rolls has that many issues in a week, and whoever comes back from a pause may have had
// stories from any of them.
const MOST_SELECTS = 400

const WORDS = ['low', 'high'] as const
const COLUMNS = (['had', 'left', 'right'] as const).flatMap((kind) => WORDS.map((word) => [kind, word] as const))

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
