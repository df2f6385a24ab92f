import { EventEmitter } from 'node:events'
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import BetterSqlite, { type Database } from 'better-sqlite3'
import {
  CompiledQuery,
  Kysely,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  sql,
  type DatabaseConnection,
  type RawBuilder,
  type SqliteDatabase,
} from 'kysely'
import type { Bell, Store } from './dialect.ts'
import { given } from './sqlite-given.ts'
import { keepStatements } from './keep-statements.ts'
import type { Tables } from './tables.ts'
import { placeOfFile } from './sqlite-place.ts'
import { briefingsWith, READER_INDEX, readersWith, SEARCH_INDEX } from './sqlite-search.ts'
import { unionBySums } from './union-by-sums.ts'

/** Opens `sqlite:./data/broadsheet.db`, making file and folder where they are missing. */
export function openSqlite(url: string): Store {
  const path = url.slice('sqlite:'.length)
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
  const db = new Kysely<Tables>({ dialect: new ImmediateSqliteDialect({ database: keepStatements(open(path)) }) })
  return {
    db,
    dialect: {
      columns: {
        id: sql`integer not null primary key autoincrement`,
        withoutRowid: sql` without rowid`,
        searchIndex: SEARCH_INDEX,
        readerIndex: READER_INDEX,
        appendOnly,
      },
      skipLocked: sql``,
      idsIn: (list) => sql`json_each('[' || ${list} || ']') as ids`,
      unionOf: unionBySums,
      briefingsWith,
      readersWith,
      given,
      isUniqueViolation: (error) => hasCode(error, /^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)$/),
      bell: inProcessBell(),
      placeOf: (_, how) => Promise.resolve(placeOfFile(path, how)),
      takeSendingRole: () => takeSendingRole(path),
    },
    close: () => db.destroy(),
  }
}

const appendOnly = (table: string): RawBuilder<unknown>[] =>
  ['update', 'delete'].map((change) =>
    sql.raw(
      `create trigger ${table}_stands_${change} before ${change} on ${table} begin select raise(abort, '${table} is only added to'); end`,
    ),
  )

function open(path: string): Database {
  const database = new BetterSqlite(path)
  database.pragma('journal_mode = wal')
  // An outcome that was settled must outlive a power cut: a lost one would be a mail sent twice.
  database.pragma('synchronous = full')
  database.pragma('foreign_keys = on')
  // What is erased is overwritten in the file as well; SQLite would leave it in free pages.
  database.pragma('secure_delete = on')
  database.pragma('busy_timeout = 10000')
  return database
}

/** The lock is a transaction held open in a file beside the database: it ends with the process, however that dies. */
function takeSendingRole(path: string): { ok: true; release: () => void } | { ok: false; message: string } {
  if (path === ':memory:') return { ok: true, release: () => undefined }
  const lock = new BetterSqlite(`${path}.sender`, { timeout: 0 })
  try {
    lock.exec('begin exclusive')
    return { ok: true, release: () => lock.close() }
  } catch (error) {
    lock.close()
    if (!hasCode(error, /^SQLITE_BUSY/)) throw error
    return {
      ok: false,
      message: `Another Broadsheet process already plans and sends from ${path}. Stop it first, or use PostgreSQL, which serves many.`,
    }
  }
}

function hasCode(error: unknown, code: RegExp): boolean {
  return error instanceof Error && 'code' in error && code.test(String(error.code))
}

function inProcessBell(): Bell {
  const emitter = new EventEmitter().setMaxListeners(0)
  return {
    ring: () => void emitter.emit('ring'),
    listen: (heard) => {
      emitter.on('ring', heard)
      return () => void emitter.off('ring', heard)
    },
  }
}

/**
 * SQLite with two changes: a transaction takes the write lock at its start (a deferred one that reads first fails when another
 * process has written in between, whatever the timeout), and migrations run inside transactions, which SQLite allows.
 */
class ImmediateSqliteDialect extends SqliteDialect {
  readonly #config: { database: SqliteDatabase }

  constructor(config: { database: SqliteDatabase }) {
    super(config)
    this.#config = config
  }

  override createDriver(): SqliteDriver {
    return new ImmediateSqliteDriver(this.#config)
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter()
  }
}

class ImmediateSqliteDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
  }
}

class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}
