import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerSignUps } from '../../../src/flow/answer-sign-ups.ts'
import { listSubscriptions } from '../../../src/store/listings/subscriptions.ts'
import { seriousFaults } from '../../support/axe.ts'
import { openBrowser } from '../../support/browser.ts'
import { digest, PUBLICATION, topics } from '../../support/world.ts'
import { lastLink } from '../sign-up/signing-up.ts'
import { listen, openSite, sqlite, type Site } from './site.ts'

let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

async function openPublication(): Promise<Site> {
  const site = await openSite(await sqlite.url(), { clock: Date.now })
  await topics(site.store, 'world', 'sport', 'science')
  await site.store.db.updateTable('topics').set({ parent_id: 1 }).where('slug', '=', 'sport').execute()
  await digest(site.store, { names: { en: 'Morning', zh: '晨报', ar: 'الصباح' } })
  await digest(site.store, { slug: 'weekly', names: { en: 'Weekly', zh: '周报', ar: 'الأسبوع' } })
  return site
}

const answer = ({ store }: Site) =>
  answerSignUps({ store, publication: PUBLICATION, clock: Date.now, failed: (what) => expect.unreachable(what) })

async function send(page: Page): Promise<void> {
  // The form refuses whoever is faster than any person.
  await page.waitForTimeout(2100)
  await page.locator('form[method=post] > .button').click()
}

describe('signing up in a real browser', () => {
  test.each([
    ['en', 'light'],
    ['zh', 'dark'],
    ['ar', 'dark'],
  ] as const)(
    'every page in %s, %s, has nothing that axe finds serious, and fits 320 pixels',
    { timeout: 60_000 },
    async (locale, colorScheme) => {
      await using site = await openPublication()
      await using web = await listen(site)
      const page = await browser.newPage({ viewport: { width: 320, height: 640 }, locale, colorScheme })
      const complaints: string[] = []
      page.on('console', (message) => complaints.push(message.text()))
      const look = async (what: string): Promise<void> => {
        expect(await seriousFaults(page), what).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth'), what).toBeLessThanOrEqual(320)
        expect(await page.locator('html').getAttribute('lang')).toBe(locale)
      }
      await page.goto(`${web.url}/sign-up/embed`)
      await look('the form for other sites')
      await page.goto(`${web.url}/sign-up`)
      await page.locator('summary').click()
      await page.locator('.whole input').check()
      await look('the form')
      await page.locator('.whole input').uncheck()
      await send(page)
      await look('the form with faults')
      await page.locator('input[name=topic]').first().check()
      await page.locator('input[name=address]').fill('rosa@gmial.com')
      await send(page)
      await look('the hint')
      await page.locator('button[value="rosa@gmail.com"]').click()
      await look('the answer')
      await answer(site)
      const { token } = await lastLink(site.store)
      await page.goto(`${web.url}/c/${token}`)
      await look('the page that confirms')
      await page.getByRole('button').click()
      await look('the welcome')
      expect(await listSubscriptions(site.store.db)).toMatchObject([{ address: 'rosa@gmail.com', state: 'active' }])
      expect(complaints.filter((text) => !text.includes('422'))).toEqual([])
      await page.close()
    },
  )

  test('the browser’s own time zone is proposed by its city', async () => {
    await using site = await openPublication()
    await using web = await listen(site)
    for (const [timezoneId, locale, city] of [
      ['Africa/Cairo', 'ar', 'القاهرة'],
      ['Asia/Calcutta', 'en', 'Kolkata'],
      ['Asia/Shanghai', 'zh', '上海'],
      ['America/Argentina/Salta', 'en', 'Salta, Argentina'],
    ] as const) {
      const page = await browser.newPage({ timezoneId, locale })
      await page.goto(`${web.url}/sign-up`)
      expect(await page.locator('#zone').inputValue()).toBe(city)
      await page.close()
    }
  })

  test('with the keyboard alone, and without script, everything can be chosen and sent', { timeout: 30_000 }, async () => {
    await using site = await openPublication()
    await using web = await listen(site)
    const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en' })
    const page = await context.newPage()
    await page.goto(`${web.url}/sign-up?digest=weekly`)
    const reached: string[] = []
    for (let step = 0; step < 40; step++) {
      await page.keyboard.press('Tab')
      const focused = page.locator(':focus')
      const kind =
        (await page.locator('summary:focus').count()) > 0 ? 'SUMMARY' : (await page.locator('button:focus').count()) > 0 ? 'BUTTON' : ''
      const name = kind || ((await focused.getAttribute('name', { timeout: 500 }).catch(() => null)) ?? 'link')
      reached.push(name)
      if (name === 'topic' && (await page.locator('input[value=science]:focus').count()) > 0) await page.keyboard.press('Space')
      if (name === 'address') await page.keyboard.type('david@london.example')
      if (name === 'SUMMARY') await page.keyboard.press('Enter')
      if (name === 'zone') {
        await page.keyboard.press('Control+A')
        await page.keyboard.type('london')
      }
      if (name === 'BUTTON') break
    }
    expect(reached).not.toContain('website')
    expect(reached).toEqual(expect.arrayContaining(['topic', 'address', 'SUMMARY', 'often', 'hour', 'zone', 'language', 'format', 'name']))
    await page.waitForTimeout(2100)
    await page.keyboard.press('Enter')
    await page.waitForLoadState()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Please look into your mailbox')
    await answer(site)
    await page.goto(`${web.url}/c/${(await lastLink(site.store)).token}`)
    await page.getByRole('button').press('Enter')
    await page.waitForLoadState()
    expect(await listSubscriptions(site.store.db)).toMatchObject([{ digest: 'weekly', topics: ['science'], zone: 'Europe/London' }])
    await context.close()
  })
})
