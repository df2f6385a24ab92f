import { sql, type RawBuilder } from 'kysely'

const BITS = 50

/**
 * Ors the bits of a column over a group with nothing but `sum`, for SQLite, which has no `bit_or`. Where a bit may be set in several
 * rows its count must not run over into the next bit, so the bits are summed in turns, with so much room between those of one turn.
 *
 *     at most 3 rows share a bit, so counts take two bits: bits 0, 2, 4, … in one sum, 1, 3, 5, … in another
 *     rows 0b0101 and 0b0100: their even bits sum up to 0b1001; ored with itself moved by one and masked again, 0b0101
 */
export function unionBySums(column: RawBuilder<unknown>, most: number): RawBuilder<unknown> {
  const room = Math.max(1, Math.ceil(Math.log2(most + 1)))
  const turns = Array.from({ length: room }, (_, turn) => {
    const mask = sql.lit(everyBit(turn, room))
    const sum = sql`sum(${column} & ${mask})`
    const moved = Array.from({ length: room - 1 }, (_, by) => sql`(${sum} >> ${sql.lit(by + 1)})`)
    return sql`((${sql.join([sum, ...moved], sql` | `)}) & ${mask})`
  })
  return sql`(${sql.join(turns, sql` | `)})`
}

function everyBit(first: number, step: number): number {
  let mask = 0
  for (let bit = first; bit < BITS; bit += step) mask += 2 ** bit
  return mask
}
