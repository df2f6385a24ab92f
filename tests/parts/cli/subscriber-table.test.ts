import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startBroadsheet, type Ended } from '../../support/process.ts'
import { digest, openWorld, SECRET, topics } from '../../support/world.ts'

test('subscriber import says what would be, does it once, and subscriber export gives it back', async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'broadsheet-table-'))
  const DATABASE_URL = `sqlite:${join(cwd, 'broadsheet.db')}`
  await using store = await openWorld(DATABASE_URL)
  await topics(store, 'world')
  await digest(store)
  const run = (...args: string[]): Promise<Ended> =>
    startBroadsheet({ args: ['subscriber', ...args], cwd, env: { DATABASE_URL, SECRET } }).ended
  const file = join(cwd, 'people.csv')
  writeFileSync(file, 'email;name;time\naiko@tokyo.example;Aiko;06:30\nno address;x;\ndavid@london.example;=David;\n')
  const consent = ['--consent', 'asked at the fair in May']

  const [unsaid, missing] = await Promise.all([run('import', file, ...consent), run('import', join(cwd, 'none.csv'), ...consent)])
  expect(unsaid).toMatchObject({ code: 1, stderr: expect.stringContaining('--digest') as string })
  expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be read') as string })
  const dry = await run('import', file, ...consent, '--digest', 'morning', '--dry-run')
  expect(dry).toMatchObject({ code: 0, stderr: '', stdout: '3 rows: 2 would be taken, 1 not.\n  added: 2\n  address: 1\n' })
  expect((await run('export')).stdout.trim().split('\r\n')).toHaveLength(1)
  const done = await run('import', file, ...consent, '--digest', 'morning')
  expect(done).toMatchObject({ code: 0, stdout: '3 rows: 2 were taken, 1 not.\n  added: 2\n  address: 1\n' })
  const exported = await run('export', '--search', 'david', '--mark')
  expect(exported.stdout).toMatch(
    /^\ufeffaddress,name,digest,[^\n]+\r\ndavid@london\.example,'=David,morning,world,07:00,daily,UTC,en,html,active,[^\n]+\r\n$/,
  )
  const imports = await store.db.selectFrom('imports').select(['state', 'actor']).orderBy('id').execute()
  expect(imports.map(({ state }) => state)).toEqual(['dropped', 'dropped', 'dropped', 'done'])
})
