import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { Readable } from 'node:stream'
import { join } from 'node:path'
import { Command } from 'commander'
import { expect, test } from 'vitest'
import { openApp, type App } from '../../../src/app.ts'
import { addSettingsCommands } from '../../../src/cli/settings.ts'
import type { Door } from '../../../src/cli/door.ts'
import { readEnvironment } from '../../../src/config.ts'
import { loadSamples } from '../../../src/flow/load-samples.ts'
import { samplesLeft } from '../../../src/flow/settings/clear-samples.ts'
import { inEnglish } from '../../../src/render/in-english.ts'
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
      fail: (message) => void said.push(`failed: ${inEnglish(message)}`),
    }
    const program = new Command('broadsheet')
    addSettingsCommands(program, door)
    await program.parseAsync(['settings', ...args], { from: 'user' })
    return said.join('\n')
  }
}

async function openFresh(
  environment: Record<string, string> = {},
): Promise<{ app: App; run: ReturnType<typeof commandLine>; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'broadsheet-settings-'))
  const read = readEnvironment({ DATABASE_URL: `sqlite:${join(folder, 'broadsheet.db')}`, DATA_DIR: folder, ...environment })
  if (!read.ok) throw new Error(read.mistakes.join())
  const opened = await openApp(read.config, openLog('silent'), NOON)
  if (!opened.ok) throw new Error(opened.message)
  return { app: opened.app, run: commandLine(opened.app), folder }
}

test('an installation is set up by commands, without a password on the command line or in the database', async () => {
  await using server = await startSmtpServer()
  const { app, run, folder } = await openFresh({ SENDER_NAME: 'The River' })
  const [database, file] = [join(folder, 'broadsheet.db'), join(folder, 'url')]
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
  await app.close()
  expect(readFileSync(database).includes('sesame')).toBe(false)
})

test('what is secret comes through standard input, piece by piece, and stands nowhere else', async () => {
  const { app, run, folder } = await openFresh()
  const own = Object.getOwnPropertyDescriptor(process, 'stdin')
  Object.defineProperty(process, 'stdin', {
    configurable: true,
    value: Readable.from(['smtp://rosa:open%20se', 'same@127.0.0.1:2525\n'].map((piece) => Buffer.from(piece))),
  })
  try {
    expect(await run('set', 'SMTP_URL', '--file', '-')).toContain('SMTP_URL is set')
  } finally {
    if (own) Object.defineProperty(process, 'stdin', own)
  }
  expect(app.config.relay).toMatchObject({ host: '127.0.0.1', port: 2525, auth: { user: 'rosa', pass: 'open sesame' } })
  expect(await run('set', 'SMTP_URL', '--file', join(folder, 'none'))).toMatch(/^failed: .*cannot be read/)
  await app.close()
  expect(readFileSync(join(folder, 'broadsheet.db')).includes('sesame')).toBe(false)
})

test('the samples of a new installation are taken out: their readers erased, their stories withdrawn, and once', async () => {
  const { app, run } = await openFresh()
  const loaded = await loadSamples(app, NOON)
  const said = await run('clear-samples')
  expect(said).toBe(`${loaded.subscribers} sample readers are erased, ${loaded.briefings} sample stories withdrawn.`)
  expect(loaded.subscribers * loaded.briefings).toBeGreaterThan(0)
  const { readers, briefings } = await samplesLeft(app.store.db)
  expect([readers, briefings]).toEqual([[], []])
  expect(await run('clear-samples')).toBe('0 sample readers are erased, 0 sample stories withdrawn.')
  await app.close()
})
