import { Kysely, PostgresDialect, sql, type RawBuilder } from 'kysely'
import pg from 'pg'
import type { Bell, Db, Store } from './dialect.ts'
import { given } from './postgres-given.ts'
import { briefingsWith, READER_INDEX, readersWith, SEARCH_INDEX } from './postgres-search.ts'
import type { Tables } from './tables.ts'

const CHANNEL = 'broadsheet_bell'
// A server that takes the connection and says nothing would otherwise be waited for without end.
const CONNECT_WITHIN = 5000

/** Opens `postgres://…`; connections are made when they are needed. */
export function openPostgres(url: string): Store {
  const pool = new pg.Pool({ connectionString: url, max: 10, connectionTimeoutMillis: CONNECT_WITHIN, types: { getTypeParser } })
  // A connection that breaks is replaced by the pool, and whoever works with it hears of it by a failed query; without a listener it would
  // end the process. The pool listens to idle ones only.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => client.on('error', () => undefined))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  const bell = notifyingBell(pool, url)
  return {
    db,
    dialect: {
      columns: {
        id: sql`bigint generated always as identity primary key`,
        withoutRowid: sql``,
        searchIndex: SEARCH_INDEX,
        readerIndex: READER_INDEX,
        appendOnly,
      },
      skipLocked: sql` for update skip locked`,
      idsIn: (list) => sql`unnest(cast('{' || ${list} || '}' as bigint[])) as ids (value)`,
      unionOf: (column) => sql`bit_or(${column})`,
      briefingsWith,
      readersWith,
      given,
      isUniqueViolation: (error) => error instanceof pg.DatabaseError && error.code === '23505',
      bell,
      placeOf,
      takeSendingRole: () => ({ ok: true, release: () => undefined }),
    },
    close: async () => {
      await bell.close()
      await db.destroy()
    },
  }
}

/** The number of its cluster, made when that was, and the database's within it: a dump that is loaded elsewhere gets others. */
async function placeOf(db: Db): Promise<string> {
  const { rows } = await sql<{ place: string }>`
    select system_identifier || '/' || (select oid from pg_database where datname = current_database()) as place
    from pg_control_system()`.execute(db)
  return rows[0]?.place ?? ''
}

const appendOnly = (table: string): RawBuilder<unknown>[] => [
  sql.raw(
    `create function ${table}_stands() returns trigger language plpgsql as $$ begin raise exception '${table} is only added to'; end $$`,
  ),
  sql.raw(
    `create trigger ${table}_stands before update or delete or truncate on ${table} for each statement execute function ${table}_stands()`,
  ),
]

const usualParser = pg.types.getTypeParser as (oid: number, format?: string) => (value: string) => unknown

// bigint (20) and numeric (1700, what sum() of bigints gives) come as text; all of ours fit a JavaScript number.
function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  return oid === 20 || oid === 1700 ? Number : usualParser(oid, format)
}

/** LISTEN needs a connection of its own; it is made with the first listener and made anew when it breaks. */
function notifyingBell(pool: pg.Pool, url: string): Bell & { close: () => Promise<void> } {
  const listeners = new Set<() => void>()
  let client: pg.Client | undefined
  let isClosed = false

  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_WITHIN })
    client = fresh
    const lost = (): void => {
      if (client !== fresh || isClosed) return
      client = undefined
      setTimeout(() => void connect().catch(lost), 1000).unref()
    }
    fresh.on('error', lost)
    fresh.on('end', lost)
    fresh.on('notification', () => {
      for (const heard of listeners) heard()
    })
    await fresh.connect()
    await fresh.query(`listen ${CHANNEL}`)
  }

  return {
    ring: () => void pool.query(`notify ${CHANNEL}`).catch(() => undefined),
    listen: (heard) => {
      listeners.add(heard)
      if (!client && !isClosed) void connect().catch(() => undefined)
      return () => void listeners.delete(heard)
    },
    close: async () => {
      isClosed = true
      await client?.end().catch(() => undefined)
    },
  }
}
