import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import { createDatabase } from './postgres.ts'

export type TestDatabase = {
  name: 'SQLite' | 'PostgreSQL'
  /** Makes a fresh, empty database and gives its `DATABASE_URL`. It is cleared away after the run. */
  url: () => Promise<string>
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
  const { folder, postgresUrl } = prepared
  const sqlite: TestDatabase = { name: 'SQLite', url: async () => `sqlite:${join(mkdtempSync(join(folder, 'sqlite-')), 'broadsheet.db')}` }
  return postgresUrl === null ? [sqlite] : [sqlite, { name: 'PostgreSQL', url: () => createDatabase(postgresUrl) }]
}
