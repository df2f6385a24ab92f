import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listDeeds } from '../../../src/store/listings/audit.ts'
import { composeDigest } from '../../../src/flow/compose-issue.ts'
import { eachDatabase } from '../../support/databases.ts'
import { startBroadsheet } from '../../support/process.ts'
import { digest, NOON, openWorld, publish, reader, topics } from '../../support/world.ts'

test('what a publisher does at the desk, commands do, and say what to do next', { timeout: 180_000 }, async () => {
  const DATABASE_URL = (await eachDatabase[0]?.url()) ?? ''
  await using store = await openWorld(DATABASE_URL)
  await topics(store, 'world')
  await digest(store, { approval: 'person' })
  await publish(store, { key: 'a', title: 'Bread is dearer' })
  await publish(store, { key: 'b', title: 'The river is back' })
  await reader(store, 'aiko@tokyo.example')
  await composeDigest(store, 'morning', NOON)
  const cwd = mkdtempSync(join(tmpdir(), 'broadsheet-verbs-'))
  const env = { DATABASE_URL, SECRET: 'a secret that only these tests know' }
  const issue = async (...args: string[]): Promise<string> => {
    const { stdout, stderr } = await startBroadsheet({ args: ['issue', ...args, '--at', '2026-03-10T12:00:00Z'], cwd, env }).ended
    return stdout + stderr
  }
  expect(await issue('edit', '1', '--leave-out', '2')).toContain('Issue 1 is changed')
  expect(await issue('test', '1', '--as', 'aiko@tokyo.example', '--to', 'david@london.example')).toContain('Test mails on their way: 1')
  expect(await issue('approve', '1')).toContain('Issue 1 is approved')
  expect(await issue('edit', '1', '--bring-back', '2')).toContain('"issue unapprove 1" takes the yes back')
  expect(await issue('unapprove', '1')).toContain('Issue 1 is a draft again')
  expect(await issue('skip', '1')).toContain('Its stories come with the next issue')
  const deeds = await listDeeds(store.db, { search: 'command line', limit: 20 })
  expect(new Set(deeds.map(({ action }) => action))).toEqual(
    new Set(['leave-out', 'test', 'approve', 'unapprove', 'skip'].map((verb) => `issue.${verb}`)),
  )
})
