import { readdirSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { migrate } from '../../../src/store/migrations.ts'
import { openStore } from '../../../src/store/open-store.ts'
import { eachDatabase } from '../../support/databases.ts'
import { openWorld } from '../../support/world.ts'

const FOLDER = new URL('../../../src/store/tables/', import.meta.url)

/** Tables and columns as the files in store/tables write them; a column that may be null ends in `?`. */
function writtenTables(): Record<string, string[]> {
  const source = readdirSync(FOLDER).map((file) => readFileSync(new URL(file, FOLDER), 'utf8'))
  const tables = [...source.join('\n').matchAll(/^ {2}(\w+): \{([\s\S]*?)\}$/gm)]
  return Object.fromEntries(tables.map(([, name = '', columns = '']) => [name, columnsOf(columns)]))
}

function columnsOf(text: string): string[] {
  const columns = [...text.matchAll(/(\w+): ([^\n;]+)/g)]
  return columns.map(([, name = '', type = '']) => (type.includes('| null') ? `${name}?` : name)).sort()
}

describe.each(eachDatabase)('the tables on $name', ({ url, bareUrl }) => {
  test('are those that the types say', async () => {
    await using store = await openWorld(await url())
    // What stands behind SQLite's index of words is its own affair.
    const found = (await store.db.introspection.getTables()).filter(({ name }) => !/^(searchable|reader)_words/.test(name))
    const tables = found.map(
      ({ name, columns }) => [name, columns.map((column) => (column.isNullable ? `${column.name}?` : column.name)).sort()] as const,
    )
    expect(Object.fromEntries(tables)).toEqual(writtenTables())
  })

  test('are made once: a second migration has nothing to do', async () => {
    await using store = await openWorld(await url())
    expect(await migrate(store)).toEqual({ ok: true, applied: [] })
  })

  test('many processes that start at once migrate once', async () => {
    const address = await bareUrl()
    const stores = Array.from({ length: 4 }, () => openStore(address))
    const steps = readdirSync(new URL('../../../migrations/', import.meta.url)).map((file) => file.replace('.ts', ''))
    const migrated = await Promise.all(stores.map(migrate))
    for (const store of stores) await store.close()
    expect(migrated.every(({ ok }) => ok)).toBe(true)
    expect(migrated.flatMap((one) => (one.ok ? one.applied : []))).toEqual(steps)
  })

  test('of a newer Broadsheet are refused in plain words', async () => {
    await using store = await openWorld(await url())
    await sql`insert into kysely_migration (name, timestamp) values ('9999-future', '2030-01-01T00:00:00Z')`.execute(store.db)
    expect(await migrate(store)).toMatchObject({ ok: false, message: expect.stringContaining('9999-future') as string })
  })
})

test('a second process is refused the sending role on one SQLite file, and gets it when the first lets go', async () => {
  const sqlite = eachDatabase.find(({ name }) => name === 'SQLite')
  const address = (await sqlite?.url()) ?? ''
  await using one = await openWorld(address)
  await using other = await openWorld(address)
  const right = one.dialect.takeSendingRole()
  expect(other.dialect.takeSendingRole()).toMatchObject({ ok: false, message: expect.stringContaining('already') as string })
  if (right.ok) right.release()
  const second = other.dialect.takeSendingRole()
  expect(second.ok).toBe(true)
  if (second.ok) second.release()
})
