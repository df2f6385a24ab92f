import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { holdIssue } from '../../../src/store/held-issues.ts'
import { eachDatabase } from '../../support/databases.ts'
import { startBroadsheet, type Ended } from '../../support/process.ts'
import { startSmtpServer } from '../../support/smtp-server.ts'
import { DUE, openSentWorld } from './sent-world.ts'

const REASON = 'too many recipients in a row refused it for what it is, the last with "550 5.7.1 Spam"'

test('issue list says that an issue is held, why and what to do; issue resume lets it go on', { timeout: 60_000 }, async () => {
  const DATABASE_URL = (await eachDatabase[0]?.url()) ?? ''
  await using server = await startSmtpServer()
  await using world = await openSentWorld(DATABASE_URL, server, ['david'])
  await holdIssue(world.store.db, world.issueId, { reason: REASON, at: DUE })
  const cwd = mkdtempSync(join(tmpdir(), 'broadsheet-held-'))
  const broadsheet = (...args: string[]): Promise<Ended> => startBroadsheet({ args, cwd, env: { DATABASE_URL } }).ended

  const id = String(world.issueId)
  const list = (await broadsheet('issue', 'list')).stdout
  expect(list).toMatch(/addressed, held/)
  expect(list).toContain(`Issue ${id} is held since 2026-03-10T13:00:00Z: ${REASON}. "issue resume ${id}" lets it go on.`)
  expect(await broadsheet('issue', 'resume', id)).toMatchObject({ code: 0, stdout: expect.stringContaining('delivery retry') as string })
  expect((await broadsheet('issue', 'list')).stdout).not.toContain('held')
  const again = await broadsheet('issue', 'resume', id)
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining(`Issue ${id} is not held`) as string })
})
