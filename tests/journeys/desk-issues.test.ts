import type { Browser, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/domain/instant.ts'
import { addressDue } from '../../src/flow/address-issue.ts'
import { composeDigest } from '../../src/flow/compose-issue.ts'
import { makePump } from '../../src/flow/deliver-due.ts'
import { readMail } from '../../src/flow/read-mail.ts'
import { sendNotices } from '../../src/flow/send-notices.ts'
import { startWeb } from '../../src/web/server.ts'
import { seriousFaults } from '../support/axe.ts'
import { openBrowser } from '../support/browser.ts'
import { digest, NOON, publish, reader, topics } from '../support/world.ts'
import { PASSWORD, worker } from '../parts/desk/desk-site.ts'
import { AT_NOON, senderOver, withSend, type Sending } from '../parts/deliver/sending.ts'
import { openSite, sqlite, type Site } from '../parts/web/site.ts'

const READERS = ['aiko@tokyo.example', 'david@london.example', 'rosa@saopaulo.example', 'wei@shanghai.example']
const [AIKO = '', DAVID = '', ROSA = ''] = READERS

test(
  'an issue is arranged, previewed as three readers, tried, approved, sent as previewed, and corrected after half',
  { timeout: 120_000 },
  async () => {
    let now = NOON
    await using site = await openSite(await sqlite.url(), { clock: () => now })
    await furnish(site)
    await using sending = await senderOver(site.store, { lines: 1 })
    const { url, close } = await startWeb(site.options)
    await using browser = await openBrowser()
    const desk = new URL('desk', url).href

    const editor = await signIn(browser, { desk, role: 'editor' })
    await arrange(editor)
    const previews = new Map<string, string>()
    for (const as of [AIKO, DAVID, ROSA]) previews.set(as, await preview(editor, { desk, as }))
    await compareTwo(editor)
    await tryOut(editor, sending)
    await editor.goto(`${desk}/issues/1`)
    expect(await editor.getByRole('button', { name: 'Approve' }).count()).toBe(0)

    const publisher = await signIn(browser, { desk, role: 'publisher' })
    await publisher.goto(`${desk}/issues/1`)
    await publisher.getByRole('button', { name: 'Approve' }).click()
    expect(await publisher.locator('.alert').textContent()).toContain('Approved')
    await addressDue(site.store, NOON, throwIt)
    await sendSome(sending, 2)
    expectAsPreviewed(sending, previews)
    const early = sending.server.accepted().map(({ to }) => to.join())
    expect(early).toHaveLength(2)

    now = NOON + MINUTE
    sending.setClock(now)
    await correct(publisher, site)
    // Who has not got it yet gets the new printing, as it is shown from now on.
    const late = [AIKO, DAVID, ROSA].filter((as) => !early.includes(as))
    for (const as of late) previews.set(as, await preview(publisher, { desk, as }))
    expect(late).toHaveLength(1)
    await sending.run()
    expectAsPreviewed(sending, previews)
    await publisher.goto(`${desk}/issues/1`)
    await writeToThem(publisher)
    now = NOON + HOUR
    sending.setClock(now)
    await addressDue(site.store, now, throwIt)
    await sending.run()
    const got = await Promise.all(sending.server.accepted().map(async ({ to, raw }) => ({ ...(await readMail(raw)), to: to.join() })))
    const have = (words: string): string[] =>
      got.filter(({ text = '', subject }) => text.includes(words) && !subject.startsWith('Correction')).map(({ to }) => to)
    expect(have('River is back').sort()).toEqual(early.toSorted())
    expect(have('River is not back').sort()).toEqual(READERS.filter((one) => !early.includes(one)).toSorted())
    const corrections = got.filter(({ subject }) => subject.startsWith('Correction'))
    expect(corrections.map(({ to }) => to).sort()).toEqual(early.toSorted())
    expect(corrections.every(({ text }) => text?.includes('River is not back'))).toBe(true)
    expect(sending.faults).toEqual([])
    await close()
  },
)

function expectAsPreviewed({ server }: Sending, previews: Map<string, string>): void {
  for (const { to, raw } of server.accepted()) {
    const seen = previews.get(to.join())
    if (seen !== undefined) expect(withoutTags(raw.toString('latin1')), to.join()).toBe(withoutTags(seen))
  }
}

const throwIt = (_: unknown, error: unknown): never => {
  throw error
}

async function furnish(site: Site): Promise<void> {
  const { store } = site
  await topics(store, 'world', 'sport')
  await digest(store, { approval: 'person' })
  await publish(store, { key: 'river', title: 'River is back' })
  await publish(store, { key: 'bread', title: 'Bread is dearer' })
  await publish(store, { key: 'match', title: 'A match', topics: ['sport'] })
  for (const address of READERS) await reader(store, address, { hour: AT_NOON, topics: address === DAVID ? ['world'] : ['world', 'sport'] })
  await composeDigest(store, 'morning', NOON)
  await worker(site, 'editor')
  await worker(site, 'publisher')
}

async function signIn(browser: Browser, { desk, role }: { desk: string; role: string }): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
  await page.goto(`${desk}/sign-in`)
  await page.fill('#address', `${role}@example.com`)
  await page.fill('#password', PASSWORD)
  await page.click('button.btn-primary')
  await page.waitForURL(/desk$/)
  await page.goto(`${desk}/issues`)
  return page
}

/** From the calendar to the issue: a story by drag, one by its arrow, an introduction. */
async function arrange(page: Page): Promise<void> {
  expect(await seriousFaults(page)).toEqual([])
  await page
    .getByRole('link', { name: /Morning/ })
    .first()
    .click()
  expect(await seriousFaults(page)).toEqual([])
  const titles = (): Promise<string[]> => page.locator('.story-title a').allTextContents()
  expect(await titles()).toEqual(['River is back', 'Bread is dearer', 'A match'])
  await page.locator('[data-story="2"]').dragTo(page.locator('[data-story="1"]'), { targetPosition: { x: 60, y: 4 } })
  await page.waitForSelector('.alert-success')
  expect(await titles()).toEqual(['Bread is dearer', 'River is back', 'A match'])
  await page.getByRole('button', { name: 'Move up: River is back' }).click()
  expect(await titles()).toEqual(['River is back', 'Bread is dearer', 'A match'])
  await page.locator('details', { hasText: 'English' }).locator('summary').click()
  await page.fill('#introduction-en', 'A week of **water**.')
  await page.locator('details', { hasText: 'English' }).getByRole('button', { name: 'Save' }).click()
  expect(await page.locator('.alert').textContent()).toContain('Changed')
}

/** The whole message as the desk shows it to be; told from its source. */
async function preview(page: Page, { desk, as }: { desk: string; as: string }): Promise<string> {
  await page.goto(`${desk}/issues/1/preview`)
  await page.fill('#as', as)
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  const desktop = page.frameLocator('iframe.mail-desktop')
  expect(await desktop.locator('body').textContent()).toContain('A week of water.')
  expect(await desktop.getByText('A match').count()).toBe(as === DAVID ? 0 : 2)
  const href = (await page.getByRole('link', { name: '.eml' }).getAttribute('href')) ?? ''
  const source = await page.request.get(new URL(href, page.url()).href)
  return (await source.body()).toString('latin1')
}

type Styled = { getComputedStyle: (element: unknown) => { outlineWidth: string } }

async function compareTwo(page: Page): Promise<void> {
  await page.fill('#second', DAVID)
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  expect(await page.locator('.diff-gone').allTextContents()).toContain('• A match')
  const first = page.locator('iframe.mail-desktop').first().contentFrame()
  const outline = await first
    .locator('a', { hasText: 'A match' })
    .first()
    .evaluate((link) => (globalThis as unknown as Styled).getComputedStyle(link).outlineWidth)
  expect(outline).toBe('3px')
  await page.getByRole('link', { name: 'Dark' }).click()
  expect(await seriousFaults(page)).toEqual([])
}

async function tryOut(page: Page, { context, server, deliveries }: Sending): Promise<void> {
  await page.fill('#others', 'colleague@example.com')
  await page.getByRole('button', { name: 'Send the test' }).click()
  expect(await page.locator('.alert').textContent()).toContain('2 test mails')
  await sendNotices(context, new AbortController().signal)
  const mails = server.messages.splice(0)
  expect(mails.map(({ to }) => to.join()).sort()).toEqual(['colleague@example.com', 'editor@example.com'])
  for (const { raw } of mails) expect((await readMail(raw)).subject).toBe('[Test] River is back and 2 more')
  expect(await deliveries()).toEqual([])
}

/** Sends until so many mails have gone, and is interrupted there. */
async function sendSome(sending: Sending, count: number): Promise<void> {
  const stop = new AbortController()
  let sent = 0
  const watched = withSend(sending, (send) => async (message, barrier) => {
    const result = await send(message, barrier)
    if (++sent === count) stop.abort()
    return result
  })
  await makePump(watched, 1).deliverDue(stop.signal)
}

/** Holds the issue, mends the story, makes a new printing, goes on. */
async function correct(page: Page, { store }: Site): Promise<void> {
  await page.reload()
  await page.getByRole('button', { name: 'Pause' }).click()
  await publish(store, { key: 'river', title: 'River is not back' }, NOON + HOUR)
  await page.reload()
  await page.getByRole('button', { name: 'Make a new printing' }).click()
  expect(await page.locator('.alert').textContent()).toContain('Printing 2')
  await page.getByRole('button', { name: 'Let it go on' }).first().click()
}

async function writeToThem(page: Page): Promise<void> {
  await page.reload()
  await page.getByRole('button', { name: 'Write to those who got it' }).click()
  expect(await page.locator('.alert').textContent()).toContain('2 readers')
  await page.getByRole('button', { name: 'Approve' }).click()
  expect(await page.locator('.alert').textContent()).toContain('Approved')
}

/** A message without what is a reader's own: links with tokens, the numbers of the delivery, and the signature over all of it. */
const withoutTags = (raw: string): string =>
  raw
    .replace(/^DKIM-Signature:.*(?:\r\n[ \t].*)*\r\n/m, '')
    .replace(/^Message-ID:.*\r\n/m, '')
    .replaceAll(/=_[0-9a-f]{24}/g, 'boundary')
    .replaceAll(/http:(?:=\r\n|[\w/.:~-])+/g, 'URL')
