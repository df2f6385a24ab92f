import { copyFileSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import { createDatabase } from './postgres.ts'

export type TestDatabase = {
  name: 'SQLite' | 'PostgreSQL'
  /** Makes a fresh database with the schema and nothing in it, and gives its `DATABASE_URL`. It is cleared away after the run. */
  url: () => Promise<string>
  /** The same without the schema. */
  bareUrl: () => Promise<string>
}

/**
 * For `describe.each(eachDatabase)('on $name', ({ url }) => …)`. Where PostgreSQL is missing it is left out here, and `npm test` says so
 * and is red.
 */
export const eachDatabase: TestDatabase[] = listDatabases()

function listDatabases(): TestDatabase[] {
  const prepared = inject('prepared')
  if (!prepared)
    throw new Error('Run it with `npm test -- <part of the path>`, or `vitest run --config tests/vitest.config.ts <part of the path>`.')
  const { folder, postgresUrl, migratedFile, migratedDatabase } = prepared
  const newFile = (): string => join(mkdtempSync(join(folder, 'sqlite-')), 'broadsheet.db')
  const copied = (file: string): string => (copyFileSync(migratedFile, file), file)
  const sqlite: TestDatabase = {
    name: 'SQLite',
    url: () => Promise.resolve(`sqlite:${copied(newFile())}`),
    bareUrl: () => Promise.resolve(`sqlite:${newFile()}`),
  }
  if (postgresUrl === null) return [sqlite]
  const postgres: TestDatabase = {
    name: 'PostgreSQL',
    url: () => createDatabase(postgresUrl, migratedDatabase),
    bareUrl: () => createDatabase(postgresUrl),
  }
  return [sqlite, postgres]
}
