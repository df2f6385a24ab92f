import { errorText } from '../domain/error-text.ts'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Instant } from '../domain/instant.ts'
import type { Db, Store } from './dialect.ts'
import { openStore } from './open-store.ts'

/** How a database is, looked at without changing anything in it. */
export type DatabaseState =
  | { state: 'absent'; file: string }
  | { state: 'closed'; reason: string }
  | {
      state: 'open'
      /** Migrations that this Broadsheet knows and the database has not had. */
      pending: string[]
      /** Those that only a newer Broadsheet knows. */
      unknown: string[]
      hasTables: boolean
      /** Why nothing can be written into them; undefined when it can. */
      readOnly: string | undefined
      /** The latest instant that was written down. */
      newest: Instant | undefined
      /** What its own clock says; undefined where that is the clock of this machine. */
      clock: Instant | undefined
    }

const MIGRATIONS = new URL('../../migrations/', import.meta.url)
const PATIENCE = 10_000

export async function readDatabaseState(url: string): Promise<DatabaseState> {
  const file = databaseFile(url)
  if (file !== undefined && !existsSync(file)) return { state: 'absent', file }
  const hurry = new AbortController()
  try {
    return await Promise.race([look(url), tooLong(hurry.signal)])
  } finally {
    hurry.abort()
  }
}

/** The file that holds a database; undefined where a server does. */
export const databaseFile = (url: string): string | undefined => (url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : undefined)

// A server that a firewall hides answers nothing at all.
async function tooLong(signal: AbortSignal): Promise<DatabaseState> {
  await wait(PATIENCE, undefined, { signal }).catch(() => undefined)
  return { state: 'closed', reason: `it did not answer within ${PATIENCE / 1000} seconds` }
}

async function look(url: string): Promise<DatabaseState> {
  let store: Store | undefined
  try {
    store = openStore(url)
    const { db } = store
    const known = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.ts')).map((name) => name.replace('.ts', ''))
    const applied = await listApplied(db)
    const hasTables = applied.length > 0
    return {
      state: 'open',
      pending: known.filter((name) => !applied.includes(name)).sort(),
      unknown: applied.filter((name) => !known.includes(name)).sort(),
      hasTables,
      readOnly: hasTables ? await tryToWrite(db) : undefined,
      newest: hasTables ? await findNewest(db) : undefined,
      clock: databaseFile(url) === undefined ? await readClock(db) : undefined,
    }
  } catch (error) {
    return { state: 'closed', reason: errorText(error) }
  } finally {
    await store?.close()
  }
}

async function listApplied(db: Db): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === 'kysely_migration')) return []
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db)
  return rows.map(({ name }) => name)
}

/** Writes a row and takes it back. */
async function tryToWrite(db: Db): Promise<string | undefined> {
  try {
    const tx = await db.startTransaction().execute()
    try {
      await tx.insertInto('installation').values({ name: 'looked at by the doctor', value: '' }).execute()
    } finally {
      await tx.rollback().execute()
    }
    return undefined
  } catch (error) {
    return errorText(error)
  }
}

/** From tables that are small, or by their last rows: nothing here walks through a million deliveries. */
async function findNewest(db: Db): Promise<Instant | undefined> {
  const { rows } = await sql<{ at: Instant | null }>`
    select max(at) as at from (
      select max(composed_at) as at from issues
      union all select max(decided_at) from cuts
      union all select at from (select created_at as at from briefings order by id desc limit 1) as briefing
      union all select at from (select created_at as at from subscribers order by id desc limit 1) as subscriber
      union all select at from (select ended_at as at from attempts order by delivery_id desc limit 1) as attempt) as newest`.execute(db)
  return rows[0]?.at ?? undefined
}

async function readClock(db: Db): Promise<Instant | undefined> {
  const { rows } = await sql<{ at: Date }>`select current_timestamp as at`.execute(db)
  return rows[0]?.at.getTime()
}
