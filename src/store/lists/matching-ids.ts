import { sql } from 'kysely'
import type { Instant } from '../../domain/instant.ts'
import type { ReaderFilter } from '../../domain/reader-filter.ts'
import type { Store } from '../dialect.ts'
import { readerConditions } from './reader-conditions.ts'

/** How many readers are gone through with one statement. */
const STRETCH = 20_000

/** The next readers of a filter behind an id, in ascending order, and up to where has been looked: `through` at the end. */
export async function listMatchingIds(
  database: Pick<Store, 'db' | 'dialect'>,
  filter: ReaderFilter,
  { after, through, limit, now }: { after: number; through: number; limit: number; now: Instant },
): Promise<{ ids: number[]; lookedTo: number }> {
  const conditions = await readerConditions(database, filter, now)
  if (!conditions) return { ids: [], lookedTo: through }
  const to = Math.min(through, after + STRETCH)
  const within = [sql<boolean>`s.id > ${after}`, sql<boolean>`s.id <= ${to}`, ...conditions.where]
  const { rows } = await sql<{ id: number }>`
    select s.id from subscribers as s where ${sql.join(within, sql` and `)} order by s.id limit ${limit}`.execute(database.db)
  const ids = rows.map(({ id }) => id)
  return { ids, lookedTo: ids.length < limit ? to : (ids.at(-1) ?? to) }
}
