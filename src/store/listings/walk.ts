import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../dialect.ts'

/** Rows with ids between these two, which are not among them. */
export type Within = { after: number; before: number; limit: number }

/** A page of rows; `goOn` is the id behind which the next one goes on. A page that is not full but goes on has not looked at everything yet. */
export type Walked<Row> = { rows: Row[]; goOn: number | undefined }

type Way = {
  table: 'audit' | 'unmatched_reports' | 'sign_ups' | 'suppressions' | 'hook_posts' | 'delivery_news' | 'deliveries'
  /** Which of its rows are gone through. */
  where?: RawBuilder<boolean>
  /** The id that the page before ended at. */
  behind?: number | undefined
  limit: number
  /** Whether it may take many rows to find one that is wanted. */
  isSought: boolean
  isUp?: boolean
  /** By what rows are told apart, instead of their id. */
  column?: 'id' | 'subscriber_id'
  most?: number
}

/** What a list that walks is asked for; `behind` is where the page before ended. */
export type Onward = { behind?: number | undefined; limit: number }

export const idOf = ({ id }: { id: number }): number => id

/** How many rows are gone through for one page. */
const MOST = 10_000

/** A page of what somebody looks for takes a bounded time, however rare that is: it ends behind so many rows and says how far it came. */
export async function walk<Row>(
  db: Db,
  { isUp = false, behind, limit, keyOf, ...way }: Way & { keyOf: (row: Row) => number },
  find: (within: Within) => Promise<Row[]>,
): Promise<Walked<Row>> {
  const whole = { after: 0, before: Number.MAX_SAFE_INTEGER, limit: limit + 1 }
  const within = isUp ? { ...whole, after: behind ?? 0 } : { ...whole, before: behind ?? whole.before }
  const last = way.isSought ? await lastWithin(db, { ...way, ...within, isUp }) : undefined
  const found = await find(last === undefined ? within : { ...within, ...(isUp ? { before: last + 1 } : { after: last - 1 }) })
  const rows = found.slice(0, limit)
  return { rows, goOn: found.length > limit ? keyOf(rows[limit - 1] as Row) : last }
}

/** The id of the last of so many rows; undefined where there are no more behind. */
async function lastWithin(
  db: Db,
  { table, where, after, before, isUp, column = 'id', most = MOST }: Omit<Way, 'behind' | 'isSought'> & Within,
): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    select ${sql.ref(column)} as id from ${sql.table(table)} where ${sql.ref(column)} > ${after} and ${sql.ref(column)} < ${before} ${where ? sql`and ${where}` : sql``}
    order by ${sql.ref(column)} ${sql.raw(isUp ? 'asc' : 'desc')} limit 2 offset ${most - 1}`.execute(db)
  return rows.length > 1 ? rows[0]?.id : undefined
}
