import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openApp } from '../../../src/app.ts'
import { readEnvironment } from '../../../src/config.ts'
import { startCrew } from '../../../src/crew.ts'
import { addressDue } from '../../../src/flow/address-issue.ts'
import { approveDue } from '../../../src/flow/approve-issue.ts'
import { composeNow } from '../../../src/flow/compose-issue.ts'
import { saveSettings, type SettingsChange } from '../../../src/flow/settings/save-settings.ts'
import { openLog } from '../../../src/log.ts'
import { startSmtpServer } from '../../support/smtp-server.ts'
import { digest, NOON, publish, reader, SECRET, topics } from '../../support/world.ts'
import { sqlite } from '../web/site.ts'

const READERS = 40
const BY = { id: null, name: 'tests' }

test('while mails leave, another mail server and sender take over between two mails: each reader gets one, whole', async () => {
  await using first = await startSmtpServer()
  await using second = await startSmtpServer()
  first.answer({ at: 'dot' }, 60, '250 2.0.0 ok')
  const environment = { DATABASE_URL: await sqlite.url(), SECRET, SMTP_CONNECTIONS: '1', ROLES: 'sender' }
  const read = readEnvironment({ ...environment, DATA_DIR: mkdtempSync(join(tmpdir(), 'broadsheet-crew-')) })
  if (!read.ok) throw new Error(read.mistakes.join())
  const opened = await openApp(read.config, openLog('silent'), NOON)
  if (!opened.ok) throw new Error(opened.message)
  const { app } = opened
  const save = (change: SettingsChange) => saveSettings({ store: app.store, tools: app.settings }, change, BY, NOON)
  await save({ SMTP_URL: first.url, SENDER_NAME: 'The River', SENDER_ADDRESS: 'news@river.example' })
  await topics(app.store, 'world')
  const morning = await digest(app.store)
  await publish(app.store, { key: 'a' })
  for (let at = 0; at < READERS; at++)
    await reader(app.store, `reader${at}@example.com`, { hour: { zone: 'UTC', minute: 720, weekdays: 127 } })
  await composeNow(app.store, morning, NOON)
  const fail = (_: unknown, error: unknown): never => {
    throw error
  }
  await approveDue(app.store, app.publication, NOON, fail)
  await addressDue(app.store, NOON, fail)

  const crew = await startCrew(app, { delivered: () => undefined, say: () => undefined })
  await expect.poll(() => first.messages.length, { timeout: 10_000, interval: 5 }).toBeGreaterThan(2)
  expect(await save({ SMTP_URL: second.url, SENDER_NAME: 'The Sea', SENDER_ADDRESS: 'news@sea.example' })).toMatchObject({ ok: true })
  await expect.poll(() => first.accepted().length + second.accepted().length, { timeout: 10_000, interval: 20 }).toBe(READERS)
  await crew.stop()
  await app.close()

  const all = [...first.accepted(), ...second.accepted()]
  expect(new Set(all.map(({ to }) => to.join())).size).toBe(READERS)
  expect(second.accepted().length).toBeGreaterThan(READERS / 2)
  for (const { from, raw } of all) {
    const [, sender = ''] = /^From: [^<]*<news@(\w+)\.example>/m.exec(raw.toString()) ?? []
    expect([sender, from.endsWith(`@${sender}.example`)]).toEqual([sender, true])
    expect(raw.toString()).toMatch(sender === 'river' ? /^From: "?The River/m : /^From: "?The Sea/m)
  }
  expect(first.accepted().every(({ raw }) => raw.toString().includes('news@river.example'))).toBe(true)
})
