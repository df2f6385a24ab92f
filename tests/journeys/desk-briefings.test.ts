import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { addTopic } from '../../src/flow/add-topic.ts'
import { startWeb } from '../../src/web/server.ts'
import { openFurnished } from '../parts/desk/furnished-site.ts'
import { PASSWORD } from '../parts/desk/desk-site.ts'
import { seriousFaults } from '../support/axe.ts'
import { openBrowser } from '../support/browser.ts'
import { realBriefing } from '../support/real-briefing.ts'
import { NOON } from '../support/world.ts'

const WRONG = 'February 5, 2024'
const NEW_TITLE = 'Guarantees for Ukraine, as far as they are known'
const PATIENCE = { timeout: 20_000 }

/** The real briefing; where there is none, its stand-in with the same contradiction. */
function contradictingBriefing(): string {
  const text = readFileSync(realBriefing(), 'utf8')
  return text.includes(WRONG) ? text : text.replace('The towns share', `The upcoming vote on ${WRONG} is near. The towns share`)
}

test(
  'an editor imports the real sample, mends what it contradicts and hands it in, and a publisher lets it out; two people lose no words',
  { timeout: 180_000 },
  async () => {
    await using site = await openFurnished()
    await addTopic(site.store, { slug: 'us-politics', names: { en: 'U.S. politics', zh: '美国政治要闻' } }, NOON)
    const { url, close } = await startWeb(site.options)
    await using browser = await openBrowser()
    const desk = new URL('desk', url).href
    const complaints: string[] = []
    const rosa = await signedIn(browser, { desk, role: 'editor', complaints })

    await bringIn(rosa, desk)
    await mend(rosa)
    await followPreview(rosa)
    expect(await seriousFaults(rosa)).toEqual([])
    await rosa.getByRole('button', { name: 'Hand in for review' }).click()
    await expect.poll(() => rosa.locator('.alert-success').textContent(), PATIENCE).toContain('Handed in')
    const wei = await signedIn(browser, { desk, role: 'publisher', complaints })
    await wei.goto(rosa.url())
    await wei.getByRole('button', { name: 'Publish', exact: true }).click()
    await expect.poll(() => wei.locator('.badge').first().textContent(), PATIENCE).toBe('Published')
    await rosa.reload()
    const web = await rosa.getByRole('link', { name: 'On the web' }).getAttribute('href')
    const page = await (await fetch(new URL(new URL(web ?? '').pathname, url))).text()
    expect([page.includes(NEW_TITLE), page.includes(WRONG)]).toEqual([true, false])

    await writeTogether({ rosa, wei })
    expect(complaints).toEqual([])
    await close()
    await site[Symbol.asyncDispose]()
  },
)

type Who = { desk: string; role: string; complaints: string[] }

async function signedIn(browser: Browser, { desk, role, complaints }: Who): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
  page.on('console', (message) => message.type() === 'error' && !message.text().includes('409') && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(`${desk}/sign-in`)
  await page.fill('#address', `${role}@example.com`)
  await page.fill('#password', PASSWORD)
  await page.click('button.btn-primary')
  await page.waitForURL(/desk$/)
  return page
}

async function bringIn(page: Page, desk: string): Promise<void> {
  await page.goto(`${desk}/briefings`)
  await page.getByRole('link', { name: 'Bring in files' }).click()
  await page.setInputFiles('#file', { name: 'us-politics.txt', mimeType: 'text/plain', buffer: Buffer.from(contradictingBriefing()) })
  await page.getByRole('button', { name: 'Bring in' }).click()
  await page.waitForURL(/briefings\/\d+$/)
  expect(await page.getByLabel('U.S. politics').isChecked()).toBe(true)
}

/** Each finding says why and leads to its place; once mended, none is left. */
async function mend(page: Page): Promise<void> {
  const checks = page.locator('#beside')
  expect(await checks.textContent()).toContain(`“upcoming … ${WRONG}”: that day lies before 2026-02-13`)
  expect(await checks.textContent()).toContain('3 sources are announced and 0 are listed')
  await checks.locator('li').filter({ hasText: WRONG }).getByRole('link').click()
  const marked = () =>
    page.evaluate('document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)')
  expect(await marked()).toBe(WRONG)
  const body = page.locator('#body')
  await body.fill(
    (await body.inputValue()).replace('the upcoming', 'the').replace('The upcoming', 'The').replace(WRONG, 'February 5, 2026'),
  )
  await page.locator('#sources').fill(['a', 'b', 'c'].map((name) => `Source ${name} https://example.org/${name}`).join('\n'))
  await expect.poll(() => checks.textContent(), PATIENCE).not.toContain('To mend')
  expect(await checks.textContent()).toContain('not saved yet')
}

/** The mail beside the words follows them, in html and in text. */
async function followPreview(page: Page): Promise<void> {
  await page.locator('#title').fill(NEW_TITLE)
  const mail = page.frameLocator('.briefing-mail iframe:not(.is-coming)')
  await expect.poll(() => mail.locator('body').textContent(), PATIENCE).toContain(NEW_TITLE)
  expect(await mail.locator('body').textContent()).toContain('3 sources')
  await page.getByLabel('Format', { exact: true }).selectOption('text')
  await expect.poll(() => mail.locator('body').textContent(), PATIENCE).toContain(`${NEW_TITLE}\n`)
}

/** Both are told of each other; who saves second chooses, and what only one of them changed is in. */
async function writeTogether({ rosa, wei }: Record<'rosa' | 'wei', Page>): Promise<void> {
  await expect.poll(() => wei.locator('#here').textContent(), PATIENCE).toContain('editor has this briefing open')
  await rosa.locator('#standfirst').fill('By Rosa.')
  await rosa.locator('#kicker').fill('Rosa’s kicker')
  await rosa.getByRole('button', { name: 'Publish the change' }).click()
  await expect.poll(() => rosa.locator('.alert-success').textContent(), PATIENCE).toContain('Saved.')
  await wei.locator('#standfirst').fill('By 伟.')
  await wei.getByRole('button', { name: 'Publish the change' }).click()
  await expect.poll(() => wei.locator('h1').textContent(), PATIENCE).toBe('You both changed the same place')
  for (const words of ['By Rosa.', 'By 伟.']) expect(await wei.locator('form').last().textContent()).toContain(words)
  await wei.getByLabel('Yours').check()
  await wei.getByRole('button', { name: 'Save this' }).click()
  await expect.poll(() => wei.locator('.alert-success').textContent(), PATIENCE).toContain('the changes of both are in')
  expect([await wei.locator('#standfirst').inputValue(), await wei.locator('#kicker').inputValue()]).toEqual(['By 伟.', 'Rosa’s kicker'])
}
