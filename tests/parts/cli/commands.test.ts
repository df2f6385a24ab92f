import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eachDatabase } from '../../support/databases.ts'
import { startBroadsheet, type Ended } from '../../support/process.ts'
import { startSmtpServer } from '../../support/smtp-server.ts'
import { DUE, openSentWorld } from './sent-world.ts'

/** Runs commands as people do, all in one folder. */
function commandLine(env: Record<string, string> = {}): (...args: string[]) => Promise<Ended> {
  const cwd = mkdtempSync(join(tmpdir(), 'broadsheet-commands-'))
  return (...args) => startBroadsheet({ args, cwd, env }).ended
}

test('delivery show, retry and settle say what they did, and refuse in plain words', { timeout: 120_000 }, async () => {
  const DATABASE_URL = (await eachDatabase[0]?.url()) ?? ''
  await using server = await startSmtpServer()
  await using world = await openSentWorld(DATABASE_URL, server, ['david', 'rosa'])
  server.answer({ at: 'rcpt', to: 'david@example.com' }, '550 5.1.1 No such user')
  server.answer({ at: 'dot', to: 'rosa@example.com' }, 'hang up')
  await world.sendAt(DUE)
  const [david, rosa] = [(await world.to('david')).id, (await world.to('rosa')).id].map(String)
  const broadsheet = commandLine({ DATABASE_URL })

  const shown = await broadsheet('delivery', 'show', david ?? '')
  expect(shown.stdout).toMatch(/to david@example\.com: morning number 1/)
  expect(shown.stdout).toMatch(/state +refused since 2026-03-10T13:00:00Z/)
  expect(shown.stdout).toMatch(/Bread is dearer[^]*The river is back/)
  expect(shown.stdout).toMatch(/1 +2026-03-10T13:00:00Z +0 ms +127\.0\.0\.1:\d+ +refused +recipient-hard +550 5\.1\.1 No such user/)

  const noDoubtful = await broadsheet('delivery', 'retry', '--issue', String(world.issueId), '--state', 'doubtful')
  expect(noDoubtful).toMatchObject({ code: 1, stderr: expect.stringContaining('delivery settle <id>') as string })
  const retried = await broadsheet('delivery', 'retry', '--issue', String(world.issueId), '--state', 'refused', '--json')
  expect(JSON.parse(retried.stdout)).toEqual({ ok: true, queued: 1, left: 0 })

  const settled = await broadsheet('delivery', 'settle', rosa ?? '', 'accepted')
  expect(settled).toMatchObject({ code: 0, stdout: expect.stringContaining('counts as accepted') as string })
  const twice = await broadsheet('delivery', 'settle', rosa ?? '', 'again')
  expect(twice).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('is accepted') as string })
  expect(await broadsheet('delivery', 'show', '999')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no delivery 999') as string,
  })
})

test('dkim key makes a key, dkim record prints what to publish, and doctor finds both settings right', { timeout: 120_000 }, async () => {
  const env = { SENDER_ADDRESS: 'news@news.example.org', DKIM_SELECTOR: 'm1', DKIM_KEY_FILE: 'dkim.pem' }
  const broadsheet = commandLine(env)
  expect(await broadsheet('doctor')).toMatchObject({ code: 1, stdout: expect.stringMatching(/FAULT +settings +DKIM_KEY_FILE/) as string })
  expect(await broadsheet('dkim', 'key', 'dkim.pem')).toMatchObject({ code: 0 })
  expect(await broadsheet('dkim', 'key', 'dkim.pem')).toMatchObject({ code: 1, stderr: expect.stringContaining('left as it is') as string })
  expect((await broadsheet('dkim', 'record')).stdout).toMatch(
    /name +m1\._domainkey\.news\.example\.org\n +type +TXT\n +value +"v=DKIM1; k=rsa; p=[^"]+" "[^"]+"\n/,
  )
  const healthy = await broadsheet('doctor', '--json')
  expect(healthy).toMatchObject({ code: 0, stderr: '' })
  const found = JSON.parse(healthy.stdout) as { id: string; state: string; message: string; todo?: string }[]
  expect(found.find(({ id }) => id === 'dkim')).toMatchObject({
    state: 'not-checked',
    message: expect.stringContaining('dkim.pem') as string,
  })
  expect(found.filter(({ state, todo }) => (state === 'fault' || state === 'warning') && !todo)).toEqual([])
})

test('doctor lists every mistake in the settings, and says what to do', { timeout: 60_000 }, async () => {
  const ended = await commandLine({ SMTP_URL: 'smtps://u:p@mail.example.com', BASE_URL: 'http://localhost:3000' })('doctor')
  expect(ended.code).toBe(1)
  for (const name of ['SENDER_ADDRESS', 'POSTAL_ADDRESS', 'BASE_URL'])
    expect(ended.stdout).toMatch(new RegExp(`FAULT +settings +${name}: .*\n +→ `))
})
