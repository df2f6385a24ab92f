import { authenticate } from 'mailauth'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { EVERY_DAY } from '../../src/domain/weekdays.ts'
import { composeNow } from '../../src/flow/compose-issue.ts'
import { findDigest } from '../../src/store/digests.ts'
import { openStore } from '../../src/store/open-store.ts'
import { openBrowser } from '../support/browser.ts'
import { seriousFaults } from '../support/axe.ts'
import { freshPlace } from '../support/fresh-place.ts'
import { startBroadsheet } from '../support/process.ts'
import { startSmtpServer, type SmtpServer } from '../support/smtp-server.ts'
import { reader } from '../support/world.ts'

const PASSWORD = 'correct horse battery'
const PATIENCE = { timeout: 20_000 }

test('from the first set-up to the first digest, without a file or a restart', { timeout: 120_000 }, async () => {
  await using server = await startSmtpServer()
  const { cwd, env, url } = await freshPlace()
  await using broadsheet = startBroadsheet({ cwd, env: { ...env, LOG_LEVEL: 'debug' } })
  const [, browser] = await Promise.all([broadsheet.waitForLine(/Broadsheet is at/), openBrowser()])
  await using _ = browser
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  const record = await setUp(page, url, server)
  await publishStory(page, url)

  await using store = { ...openStore(`sqlite:${cwd}/data/broadsheet.db`), [Symbol.asyncDispose]: () => store.close() }
  await reader(store, 'layla@cairo.example', { hour: { zone: 'Africa/Cairo', minute: 420, weekdays: EVERY_DAY } })
  const morning = await findDigest(store.db, 'morning')
  const composed = morning && (await composeNow(store, morning, Temporal.Now.instant().epochMilliseconds))
  if (!composed?.ok) throw new Error(JSON.stringify(composed))
  await page.goto(`${url}/desk/issues/${composed.issueId}`)
  await page.getByRole('link', { name: 'Send now' }).click()
  await page.getByRole('button', { name: 'Send now' }).click()
  const toLayla = () => server.accepted().find(({ to }) => to.join() === 'layla@cairo.example')
  await expect.poll(() => toLayla() !== undefined, { timeout: 30_000, interval: 100 }).toBe(true)

  const mail = toLayla()
  const text = mail?.raw.toString() ?? ''
  expect(mail?.login).toBe('rosa')
  expect(text).toMatch(/^From: "?The River"? <news@river\.example>/m)
  expect(text).toContain('Quay 1')
  const dns = (name: string) => (name === 'mail1._domainkey.river.example' ? Promise.resolve([[record]]) : Promise.reject(new Error(name)))
  const { dkim } = await authenticate(mail?.raw ?? '', { resolver: dns, disableArc: true, disableDmarc: true, disableBimi: true })
  expect(dkim.results.map(({ status }) => status.result)).toEqual(['pass'])
  await page.goto(`${url}/desk/audit`)
  expect(await page.textContent('main')).toMatch(/settings\.change/)
  expect((await page.content()) + broadsheet.output()).not.toMatch(/sesame|PRIVATE KEY/)
  expect(complaints).toEqual([])
})

/** Every step in its order; what the DNS is to say of the key is handed on. */
async function setUp(page: Page, url: string, server: SmtpServer): Promise<string> {
  await page.goto(`${url}/desk`)
  await page.fill('#address', 'rosa@saopaulo.example')
  for (const field of ['#password', '#again']) await page.fill(field, PASSWORD)
  await page.getByRole('button', { name: 'Begin' }).click()
  await page.fill('#address', 'rosa@saopaulo.example')
  await page.fill('#password', PASSWORD)
  await page.click('button.btn-primary')

  await page.waitForURL(/settings\/publication$/)
  await page.fill('#SENDER_NAME', 'The River')
  await page.fill('#SENDER_ADDRESS', 'news@river.example')
  await page.fill('#POSTAL_ADDRESS', 'The River, Quay 1, 20000 Harbour')
  await page.getByRole('button', { name: 'Save and go on' }).click()

  await page.waitForURL(/settings\/mail-server$/)
  expect(await page.textContent('.desk-brand')).toBe('The River')
  await page.fill('#host', '127.0.0.1')
  await page.fill('#port', String(server.port))
  await page.fill('#user', 'rosa')
  await page.fill('#password', 'open sesame')
  await page.getByRole('button', { name: 'Test it' }).click()
  await expect.poll(() => page.textContent('#trial'), PATIENCE).toMatch(/It works[^]*One mail to you[^]*250 2\.0\.0 Ours now/)
  expect(server.accepted().map(({ to }) => to.join())).toEqual(['rosa@saopaulo.example'])
  expect(await seriousFaults(page)).toEqual([])
  await page.getByRole('button', { name: 'Save and go on' }).click()

  await page.waitForURL(/settings\/dns$/)
  await page.fill('#selector', 'mail1')
  await page.getByRole('button', { name: 'Make the key' }).click()
  const record = await page.textContent('#value-dkim')
  expect(await page.textContent('#name-dkim')).toBe('mail1._domainkey.river.example')
  await page.getByRole('link', { name: 'Go on' }).click()

  await page.fill('#lines', 'World\nSport')
  await page.getByRole('button', { name: 'Save and go on' }).click()
  await page.waitForURL(/settings\/digest$/)
  await page.fill('#name', 'Morning')
  await page.getByRole('button', { name: 'Save and go on' }).click()
  await page.waitForURL(/settings$/)
  expect(await page.textContent('main')).toContain('Everything is set up')
  await page.goto(`${url}/desk`)
  expect(await page.textContent('main')).not.toContain('Finish setting up')
  return record ?? ''
}

async function publishStory(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/desk/briefings`)
  await page.locator('form[action$="/briefings"] button').first().click()
  await page.fill('#title', 'The river is back')
  await page.fill('#standfirst', 'After two dry summers there is water under the bridge again.')
  await page.fill('#body', 'It came overnight, and the children were the first to see it.')
  await page.getByLabel('World').check()
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await expect.poll(() => page.locator('.badge').first().textContent(), PATIENCE).toBe('Published')
}
