import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openApp, openAppAnyway, type App } from '../../../src/app.ts'
import { readEnvironment } from '../../../src/config.ts'
import { listSettingsInUse } from '../../../src/flow/settings/list-in-use.ts'
import { saveSettings, type SettingsChange } from '../../../src/flow/settings/save-settings.ts'
import { openLog } from '../../../src/log.ts'
import { eachDatabase } from '../../support/databases.ts'
import { dkimKey } from '../../support/keys.ts'
import { NOON } from '../../support/world.ts'
import { everythingIn, sqlite } from '../web/site.ts'

const SECRET = 'a secret that only these tests know'
const ADMIN = { id: null, name: 'Rosa' }
const RIGHT: SettingsChange = {
  SENDER_ADDRESS: 'news@river.example',
  POSTAL_ADDRESS: 'The River, Quay 1, 20000 Harbour',
  BASE_URL: 'https://news.river.org',
  SMTP_URL: 'smtps://river:open%20sesame@mail.river.org',
}

async function open(url: string, environment: Record<string, string> = {}, opening = openApp): Promise<App> {
  const read = readEnvironment({ DATABASE_URL: url, SECRET, DATA_DIR: mkdtempSync(join(tmpdir(), 'broadsheet-settings-')), ...environment })
  if (!read.ok) throw new Error(read.mistakes.join())
  const opened = await opening(read.config, openLog('silent'), NOON)
  if (!opened.ok) throw new Error(opened.message)
  onTestFinished(() => opened.app.close())
  return opened.app
}

const save = (app: App, change: SettingsChange) => saveSettings({ store: app.store, tools: app.settings }, change, ADMIN, NOON)

describe.each(eachDatabase)('what is set at the desk on $name', ({ url }) => {
  test('counts at once in this process, soon in others, and after the next start', async () => {
    const address = await url()
    const [one, other] = [await open(address), await open(address)]
    const { publication } = one
    expect(await save(one, { ...RIGHT, SENDER_NAME: 'The River' })).toEqual({ ok: true, warnings: [] })
    expect(one.publication).toBe(publication)
    expect(publication.sender).toEqual({ name: 'The River', address: 'news@river.example' })
    expect(publication.links.home()).toBe('https://news.river.org/')
    expect(one.config.relay).toMatchObject({ host: 'mail.river.org', auth: { user: 'river', pass: 'open sesame' } })

    expect(other.publication.sender.name).toBe('Broadsheet')
    await other.settings.takeUp()
    expect(other.publication.sender.name).toBe('The River')
    expect((await open(address)).config.relay?.host).toBe('mail.river.org')
  })

  test('secrets are sealed: neither the tables nor the audit log hold the password or the key', async () => {
    const app = await open(await url())
    await save(app, { ...RIGHT, DKIM_SELECTOR: 'm1', DKIM_KEY: dkimKey().privateKey })
    const everything = (await everythingIn(app)).join('\n')
    expect(everything).toContain('settings.change')
    expect(everything).toContain('The River, Quay 1')
    for (const secret of ['sesame', dkimKey().privateKey.slice(40, 80)]) expect(everything).not.toContain(secret)
    const shown = JSON.stringify(await listSettingsInUse(app.store.db, app.settings))
    expect(shown).not.toMatch(/sesame|PRIVATE/)
    expect(app.publication.dkim).toMatchObject({ domain: 'river.example', selector: 'm1' })
  })
})

describe('what is set at the desk', () => {
  const url = (): Promise<string> => sqlite.url()

  test('is judged as a whole before it is saved, by the rules of the environment', async () => {
    const app = await open(await url())
    const before = await everythingIn(app)
    const { BASE_URL: _, ...without } = RIGHT
    expect(await save(app, without)).toMatchObject({ ok: false, mistakes: [expect.stringMatching(/^BASE_URL: /)] })
    expect(await save(app, { SENDER_ADDRESS: 'nobody' })).toMatchObject({
      ok: false,
      mistakes: [expect.stringMatching(/^SENDER_ADDRESS: /)],
    })
    expect(await save(app, { PORT: '80' } as SettingsChange)).toMatchObject({ ok: false, mistakes: [expect.stringMatching(/^PORT: /)] })
    expect((await everythingIn(app)).filter((row) => !row.includes('settings-version'))).toEqual(before)
  })

  test('cannot be read with another secret: nothing starts until it is put right', async () => {
    const address = await url()
    await save(await open(address), RIGHT)
    const stranger = { SECRET: 'another secret, of equal length and more' }
    await expect(open(address, stranger)).rejects.toThrow(/SMTP_URL: it was sealed with another secret/)
    const app = await open(address, stranger, openAppAnyway)
    expect(app.config.relay).toBeUndefined()
    expect(await save(app, { SMTP_URL: null })).toMatchObject({ ok: true })
    expect((await open(address, stranger)).publication.sender.address).toBe('news@river.example')
    expect((await open(address, { ...stranger, SECRET_PREVIOUS: SECRET })).config.relay).toBeUndefined()
  })
})

describe('the environment', () => {
  test('goes before the desk, which may not even try', async () => {
    const address = await sqlite.url()
    await save(await open(address), { SENDER_NAME: 'The River' })
    const app = await open(address, { SENDER_NAME: 'The Sea' })
    expect(app.publication.sender.name).toBe('The Sea')
    expect(await save(app, { SENDER_NAME: 'The River' })).toMatchObject({
      ok: false,
      mistakes: [expect.stringMatching(/^SENDER_NAME: the environment/)],
    })
  })

  test('may name the mail server while the desk names the sender', async () => {
    const address = await sqlite.url()
    const { SMTP_URL: smtp, ...others } = RIGHT
    await save(await open(address), others)
    const app = await open(address, { SMTP_URL: smtp ?? '' })
    expect(app).toMatchObject({ config: { relay: { host: 'mail.river.org' } }, publication: { sender: { address: 'news@river.example' } } })
    await expect(open(await sqlite.url(), { SMTP_URL: smtp ?? '' })).rejects.toThrow(/SENDER_ADDRESS: /)
  })
})
