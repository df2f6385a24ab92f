import { sql, type RawBuilder } from 'kysely'
import type { Instant } from '../../domain/instant.ts'
import type { ReaderFilter } from '../../domain/reader-filter.ts'
import type { Db, Store } from '../dialect.ts'
import { readerConditions, type ReaderConditions } from '../lists/reader-conditions.ts'

export type FoundReader = { id: number; address: string; name: string; createdAt: Instant }

/**
 * The newest readers of a filter below an id. `lookedTo` is how far down the search went: 0 when there are no more, else what to go on
 * below of. A page takes a bounded time whatever is asked for: where nothing leads to the few readers wanted, it goes through so many
 * at most and says how far it came.
 */
export type FoundPage = { readers: FoundReader[]; lookedTo: number }

type Database = Pick<Store, 'db' | 'dialect'>
type Wanted = { below?: number; limit: number; now: Instant; most?: number }

/** How many readers are gone through for one page, and how many at first. */
const MOST = 10_000
const FIRST = 2500
/** Of a search or a state that finds no more than so many, all are looked at. */
const FEW = 2000

export async function findReaders(database: Database, filter: ReaderFilter, wanted: Wanted): Promise<FoundPage> {
  const { db } = database
  const conditions = await readerConditions(database, filter, wanted.now)
  const top = Math.min(wanted.below ?? Infinity, (await highestId(db)) + 1)
  if (!conditions || top <= 1) return { readers: [], lookedTo: 0 }
  const few = await findFew(database, conditions)
  if (few) return pageOf(await select(db, [...conditions.where, isOneOf(few), sql`s.id < ${top}`], wanted.limit), wanted.limit, 0)
  if (conditions.isAll) return pageOf(await select(db, [sql`s.id < ${top}`], wanted.limit), wanted.limit, 0)
  return walk(db, conditions, { ...wanted, top })
}

async function walk(db: Db, { where }: ReaderConditions, { top, limit, most = MOST }: Wanted & { top: number }): Promise<FoundPage> {
  const readers: FoundReader[] = []
  const bottom = Math.max(0, top - most)
  for (let high = top, width = FIRST; high > Math.max(bottom, 1); width = Math.min(width * 2, most)) {
    const low = Math.max(bottom, high - width)
    const within = [sql<boolean>`s.id < ${high}`, sql<boolean>`s.id >= ${low}`, ...where]
    readers.push(...(await select(db, within, limit - readers.length)))
    if (readers.length > limit) return pageOf(readers, limit, low)
    high = low
  }
  return { readers, lookedTo: bottom <= 1 ? 0 : bottom }
}

function pageOf(readers: FoundReader[], limit: number, lookedTo: number): FoundPage {
  const page = readers.slice(0, limit)
  return readers.length > limit ? { readers: page, lookedTo: page.at(-1)?.id ?? 0 } : { readers: page, lookedTo }
}

/** One more than the limit, so that it shows whether there are more. */
async function select(db: Db, conditions: RawBuilder<boolean>[], limit: number): Promise<FoundReader[]> {
  const { rows } = await sql<FoundReader>`
    select s.id, s.address, s.name, s.created_at as "createdAt" from subscribers as s
    where ${sql.join(conditions, sql` and `)} order by s.id desc limit ${limit + 1}`.execute(db)
  return rows
}

async function highestId(db: Db): Promise<number> {
  const row = await db.selectFrom('subscribers').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst()
  return row?.id ?? 0
}

/** The ids of all who could be meant, where they are few. A domain that nobody has may still be the beginning of one. */
export async function findFew({ db }: Database, { few }: ReaderConditions): Promise<number[] | undefined> {
  for (const { select, isOnly } of few) {
    const { rows } = await sql<{ id: number }>`select id from (${select}) as found limit ${FEW + 1}`.execute(db)
    if (rows.length <= FEW && (isOnly || rows.length > 0)) return rows.map(({ id }) => id)
  }
  return undefined
}

export const isOneOf = (ids: number[]): RawBuilder<boolean> =>
  ids.length === 0 ? sql`false` : sql`s.id in (${sql.join(ids.map((id) => sql.lit(id)))})`

export type CountedReaders = { count: number; lookedTo: number }

/** Counts on below an id, and through so many readers at most; it stops where it has counted `enough`. */
export async function countReaders(
  database: Database,
  filter: ReaderFilter,
  { below = Infinity, now, enough = Infinity, most = MOST }: { below?: number; now: Instant; enough?: number; most?: number },
): Promise<CountedReaders> {
  const { db } = database
  const conditions = await readerConditions(database, filter, now)
  const top = Math.min(below, (await highestId(db)) + 1)
  if (!conditions || top <= 1) return { count: 0, lookedTo: 0 }
  const few = await findFew(database, conditions)
  if (few) return { count: await count(db, [...conditions.where, isOneOf(few), sql`s.id < ${top}`], FEW), lookedTo: 0 }
  const bottom = conditions.isAll ? 0 : Math.max(0, top - most)
  const found = await count(db, [sql`s.id < ${top}`, sql`s.id >= ${bottom}`, ...conditions.where], enough)
  return { count: found, lookedTo: found >= enough || bottom <= 1 ? 0 : bottom }
}

async function count(db: Db, conditions: RawBuilder<boolean>[], enough: number): Promise<number> {
  const most = enough === Infinity ? sql`` : sql`limit ${enough}`
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from (select 1 as one from subscribers as s where ${sql.join(conditions, sql` and `)} ${most}) as counted`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}
