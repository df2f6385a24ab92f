import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seriousFaults } from '../../support/axe.ts'
import { openBrowser } from '../../support/browser.ts'
import { at, PUBLICATION } from '../../support/world.ts'
import { noticesIn } from '../sign-up/signing-up.ts'
import { furnishReading, READERS } from './furnish-reading.ts'
import { listen, openSite, sqlite, type Site } from './site.ts'

const EVENING = at('2026-03-11T20:00:00Z')

let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

const pathOf = (url: string): string => new URL(url).pathname

async function linkIn({ store }: Site, kind: string): Promise<string> {
  const notice = (await noticesIn(store)).findLast((one) => one.kind === kind)
  return pathOf(notice?.content.button?.url ?? 'http://there.is.none')
}

type Visit = { site: Site; page: Page; own: string; look: (what: string) => Promise<void>; open: (path: string) => Promise<void> }

/** The button of a form on the page, by where the form is sent. */
const press = (page: Page, form: string): Promise<void> => page.locator(`form[action$="${form}"] button`).last().click()

async function findTheLink({ page, look, open }: Visit): Promise<void> {
  await open('/preferences')
  await look('the lost link')
  await page.locator('input[name=address]').fill('somebody@else.example')
  await press(page, 'preferences')
  await look('the lost link, asked for')
}

async function choose({ page, own, look, open }: Visit): Promise<void> {
  await open(own)
  await look('the preferences')
  await page.locator('input[name=pause]').fill('2026-03-20')
  await page.locator('#choices button[value=change]').click()
  await look('a pause, saved')
  await press(page, '/undo')
  await look('a change taken back')
  const topics = page.locator('input[name=topic]:checked')
  while ((await topics.count()) > 0) await topics.first().uncheck()
  await page.locator('#choices button[value=change]').click()
  await look('the preferences with a fault')
  await open(`${own}/fewer/science`)
  await look('fewer of a topic')
  await page.locator('button[value=snooze]').click()
  await look('a topic snoozed')
}

async function move({ site, page, own, look, open }: Visit): Promise<void> {
  await open(own)
  await page.locator('#address').fill('elsewhere@new.example')
  await press(page, '/address')
  await look('a new address, asked for')
  const there = await linkIn(site, 'confirm-address')
  await open(there)
  await look('a new address')
  await page.getByRole('button').click()
  await look('a new address, made')
  const back = await linkIn(site, 'address-changed')
  await open(back)
  await look('the way back to the old address')
  await page.getByRole('button').click()
  await look('back at the old address')
  await page.goto(new URL(there, page.url()).href)
  await look('a change of address that is over')
}

async function leave({ page, own, look, open }: Visit): Promise<void> {
  await open(`${own}/data`)
  await look('what is held')
  await open(`${own}/erase`)
  await look('erasing')
  const leaving = own.replace('/p/', '/u/')
  await open(leaving)
  await look('leaving')
  await press(page, leaving.slice(1))
  await look('having left')
  await open(own)
  await look('the preferences of who has left')
  await open(`${own}/erase`)
  await page.getByRole('button').click()
  await look('having erased')
}

test.each([
  ['en', 'light'],
  ['zh', 'dark'],
  ['ar', 'light'],
] as const)(
  'all pages of one reader in %s, %s, have nothing that axe finds serious, and fit 320 pixels',
  { timeout: 120_000 },
  async (locale, colorScheme) => {
    await using site = await openSite(await sqlite.url(), { catcher: false, clock: () => EVENING })
    await furnishReading(site.store, locale, EVENING)
    await using web = await listen(site)
    const page = await browser.newPage({ viewport: { width: 320, height: 640 }, locale, colorScheme })
    page.setDefaultTimeout(10_000)
    const complaints: string[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    const look = async (what: string): Promise<void> => {
      expect.soft(await seriousFaults(page), what).toEqual([])
      expect.soft(await page.evaluate('document.documentElement.scrollWidth'), what).toBeLessThanOrEqual(320)
      expect.soft(await page.locator('html').getAttribute('lang'), what).toBe(locale)
    }
    const open = async (path: string): Promise<void> => void expect((await page.goto(web.url + path))?.status(), path).toBe(200)
    const subscription = { subscriberId: READERS[locale], digestId: 1 }
    const { links } = PUBLICATION
    const visit = { site, page, look, open, own: pathOf(links.preferences(subscription)) }
    const { number } = await site.store.db.selectFrom('issues').select('number').executeTakeFirstOrThrow()
    // As a page of its own it runs no script, axe's neither.
    const copy = await fetch(web.url + pathOf(links.issueCopy({ ...subscription, number })))
    await page.setContent(await copy.text())
    await look('the mail on the web')
    await findTheLink(visit)
    await choose(visit)
    await move(visit)
    await leave(visit)
    expect(complaints.filter((text) => !/4(04|10|22)/.test(text))).toEqual([])
    await page.close()
  },
)
