import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command } from 'commander'
import { expect, test } from 'vitest'
import { openApp, type App } from '../../../src/app.ts'
import { addSettingsCommands } from '../../../src/cli/settings.ts'
import type { Door } from '../../../src/cli/door.ts'
import { readEnvironment } from '../../../src/config.ts'
import { openLog } from '../../../src/log.ts'
import { startSmtpServer } from '../../support/smtp-server.ts'
import { NOON } from '../../support/world.ts'

/** The command line without a process of its own: what it answers, or what it says went wrong. */
function commandLine(app: App): (...args: string[]) => Promise<string> {
  return async (...args) => {
    const said: string[] = []
    const answer = (_: unknown, lines: string[]): void => void said.push(...lines)
    const door: Door = {
      ...{ withApp: (work) => work(app), withSettings: (work) => work(app) },
      ...{ answer, answerEach: answer, answerBytes: () => undefined, now: () => NOON },
      fail: (message) => void said.push(`failed: ${message}`),
    }
    const program = new Command('broadsheet')
    addSettingsCommands(program, door)
    await program.parseAsync(['settings', ...args], { from: 'user' })
    return said.join('\n')
  }
}

test('an installation is set up by commands, without a password on the command line or in the database', async () => {
  await using server = await startSmtpServer()
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-settings-'))
  const [database, file] = [join(folder, 'broadsheet.db'), join(folder, 'url')]
  const read = readEnvironment({ DATABASE_URL: `sqlite:${database}`, DATA_DIR: folder, SENDER_NAME: 'The River' })
  if (!read.ok) throw new Error(read.mistakes.join())
  const opened = await openApp(read.config, openLog('silent'), NOON)
  if (!opened.ok) throw new Error(opened.message)
  const run = commandLine(opened.app)
  writeFileSync(file, `${server.url.replace('//', '//rosa:open%20sesame@')}\n`)

  expect(await run('test-mail-server')).toMatch(/^failed: No mail server is set/)
  expect(await run('set', 'SMTP_URL', 'smtp://rosa:open@127.0.0.1')).toMatch(/^failed: SMTP_URL is a secret/)
  expect(await run('set', 'SENDER_NAME', 'The Sea')).toMatch(/^failed: [\s\S]*the environment sets it/)
  expect(await run('set', 'SENDER_ADDRESS', 'nobody')).toMatch(/^failed: [\s\S]*write an address/)
  expect(await run('set', 'SMTP_URL', '--file', file)).toContain('SMTP_URL is set')
  expect(await run('make-dkim-key', '--selector', 'm1')).toContain('m1 signs every mail')
  expect(await run('make-dkim-key', '--selector', 'm2')).toContain('m2 waits to follow')
  const list = await run('list')
  expect(list).toMatch(/SENDER_NAME +environment +The River/)
  expect(list).toMatch(/SMTP_URL +desk +\(set, never shown\) +2026-03-10T12:00:00Z +command line/)
  expect(list).toMatch(/DKIM_NEXT_SELECTOR +desk +m2/)

  expect(await run('test-mail-server', '--to', 'rosa@example.com')).toMatch(/mail +ok +250 2\.0\.0 Ours now/)
  expect(server.messages[0]?.raw.toString()).toMatch(/^DKIM-Signature: [\s\S]+ s=m1;/)
  expect(await run('use-next-dkim-key')).toContain('m2 signs every mail')
  expect(await run('use-next-dkim-key')).toMatch(/^failed: .*no key waits/)
  expect(await run('forget', 'SMTP_URL')).toContain('SMTP_URL is forgotten')
  await opened.app.close()
  expect(readFileSync(database).includes('sesame')).toBe(false)
})
