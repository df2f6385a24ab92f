import { readdir } from 'node:fs/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { sql, type Kysely, type RawBuilder } from 'kysely'
import { Migrator, type Migration as KyselyMigration } from 'kysely/migration'
import type { Columns, Store } from './dialect.ts'

/** One step forward, the same for both databases. `run` executes one statement inside the step's transaction. */
export type Migration = (run: (statement: RawBuilder<unknown>) => Promise<void>, columns: Columns) => Promise<void>

export type Migrated = { ok: true; applied: string[] } | { ok: false; message: string }

const FOLDER = fileURLToPath(new URL('../../migrations/', import.meta.url))

/** Brings the schema up to date: all steps or none. Refuses a database that a newer Broadsheet has migrated. */
export async function migrate(store: Store): Promise<Migrated> {
  const migrations = await readMigrations(store.dialect.columns)
  const unknown = await namesFromTheFuture(store, migrations)
  if (unknown.length > 0) {
    return {
      ok: false,
      message: `This database was migrated by a newer Broadsheet (it knows ${unknown.join(', ')}). Start that version, or restore a backup from before.`,
    }
  }
  const migrator = new Migrator({ db: store.db, provider: { getMigrations: () => Promise.resolve(migrations) } })
  const { error, results } = await migrator.migrateToLatest()
  if (error !== undefined) throw error instanceof Error ? error : new Error('The migration failed', { cause: error })
  return { ok: true, applied: (results ?? []).map((result) => result.migrationName) }
}

async function readMigrations(columns: Columns): Promise<Record<string, KyselyMigration>> {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.ts')).sort()
  const entries = files.map(async (file) => [file.replace('.ts', ''), await readMigration(file, columns)] as const)
  return Object.fromEntries(await Promise.all(entries))
}

async function readMigration(file: string, columns: Columns): Promise<KyselyMigration> {
  const { up } = (await import(pathToFileURL(FOLDER + file).href)) as { up: Migration }
  return { up: (db: Kysely<unknown>) => up(async (statement) => void (await statement.execute(db)), columns) }
}

async function namesFromTheFuture(store: Store, known: Record<string, unknown>): Promise<string[]> {
  const tables = await store.db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some((table) => table.name === 'kysely_migration')) return []
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(store.db)
  return rows.map((row) => row.name).filter((name) => !(name in known))
}
