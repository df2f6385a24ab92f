import { sql, type RawBuilder } from 'kysely'

/** A story's position in one issue, and in another. */
export type PositionPair = { there: number; here: number }

/** A set of positions as two columns or expressions of 50 bits each. */
export type Words = { low: RawBuilder<unknown>; high: RawBuilder<unknown> }

const BITS = 50

/**
 * Moves bits from where they stand in one issue to where the same stories stand in another: an expression for each word. Stories that
 * move by as many places move together.
 *
 *     there 0 → here 2, there 1 → here 3, there 7 → here 1:  ((low & 0b11) << 2) | ((low & 0b10000000) >> 6)
 */
export function carryBits(pairs: PositionPair[], from: Words): Words {
  const terms = { low: new Map<string, Term>(), high: new Map<string, Term>() }
  for (const { there, here } of pairs) {
    const source = wordOf(there)
    const by = (here % BITS) - (there % BITS)
    const key = `${source} ${by}`
    const term = terms[wordOf(here)].get(key) ?? { source, by, mask: 0 }
    terms[wordOf(here)].set(key, { ...term, mask: term.mask + 2 ** (there % BITS) })
  }
  return { low: orOf([...terms.low.values()], from), high: orOf([...terms.high.values()], from) }
}

type Term = { source: 'low' | 'high'; by: number; mask: number }

const wordOf = (position: number): 'low' | 'high' => (position < BITS ? 'low' : 'high')

function orOf(terms: Term[], from: Words): RawBuilder<unknown> {
  if (terms.length === 0) return sql`cast(0 as bigint)`
  const moved = terms.map(({ source, by, mask }) => {
    const bits = sql`(${from[source]} & ${sql.lit(mask)})`
    if (by === 0) return bits
    return by > 0 ? sql`(${bits} << ${sql.lit(by)})` : sql`(${bits} >> ${sql.lit(-by)})`
  })
  return sql`(${sql.join(moved, sql` | `)})`
}
