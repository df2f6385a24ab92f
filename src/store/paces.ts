import { sql } from 'kysely'
import type { Instant } from '../domain/instant.ts'
import { startPace, type Pace } from '../domain/pace.ts'
import type { Db } from './dialect.ts'
import type { Row } from './tables.ts'
import { text, whole } from './typed-value.ts'

/** The name of the pace that all mail has together; no domain is called so. */
export const ALL_MAIL = '*'

/** Those of the named paces that are kept. */
export async function listPaceNames(db: Db, names: string[]): Promise<string[]> {
  if (names.length === 0) return []
  return (await db.selectFrom('paces').select('name').where('name', 'in', names).execute()).map(({ name }) => name)
}

/**
 * Reads paces to change them, and keeps every other sender from doing so until the transaction ends; those that are missing begin. They
 * are locked in the order of their names, so that two senders never wait for each other.
 */
export async function holdPaces(tx: Db, names: Iterable<string>, start: { rate: number; now: Instant }): Promise<Map<string, Pace>> {
  const fresh = startPace(start.rate, start.now)
  const rows = await tx
    .insertInto('paces')
    .values([...new Set(names)].sort().map((name) => rowOf(name, fresh)))
    .onConflict((conflict) => conflict.column('name').doUpdateSet((row) => ({ name: row.ref('excluded.name') })))
    .returningAll()
    .execute()
  return new Map(rows.map((row) => [row.name, paceOf(row)]))
}

/** Writes paces back that are held. */
export async function savePaces(tx: Db, paces: Map<string, Pace>): Promise<void> {
  if (paces.size === 0) return
  const values = [...paces].map(
    ([name, { rate, freeAt, lineUntil, slowedAt, reason }]) =>
      sql`(${text(name)}, cast(${rate} as double precision), ${whole(freeAt)}, ${whole(lineUntil)}, ${whole(slowedAt)}, ${text(reason)})`,
  )
  await sql`
    with held (name, rate, free_at, line_until, slowed_at, reason) as (values ${sql.join(values)})
    update paces set rate = held.rate, free_at = held.free_at, line_until = held.line_until, slowed_at = held.slowed_at, reason = held.reason
    from held where paces.name = held.name`.execute(tx)
}

/** Forgets paces that have not been used since. */
export async function forgetPaces(db: Db, since: Instant): Promise<void> {
  await db.deleteFrom('paces').where('free_at', '<', since).execute()
}

export const paceOf = ({ rate, free_at, line_until, slowed_at, reason }: Omit<Row<'paces'>, 'name'>): Pace => ({
  rate,
  freeAt: free_at,
  lineUntil: line_until,
  slowedAt: slowed_at,
  reason,
})

const rowOf = (name: string, { rate, freeAt, lineUntil, slowedAt, reason }: Pace): Row<'paces'> => ({
  name,
  rate,
  free_at: freeAt,
  line_until: lineUntil,
  slowed_at: slowedAt,
  reason,
})
