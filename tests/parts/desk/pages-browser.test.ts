import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { seriousFaults } from '../../support/axe.ts'
import { openBrowser } from '../../support/browser.ts'
import { listen } from '../web/site.ts'
import { PASSWORD } from './desk-site.ts'
import { openFurnished } from './furnished-site.ts'

/** One of each kind: figures and a chart, a calendar, tables that become cards, long forms, boxes and buttons in a row. */
const PAGES = [
  '',
  '/issues',
  '/issues/1',
  '/briefings',
  '/briefings/1',
  '/subscribers',
  '/people',
  '/suppressions',
  '/audit',
  '/settings/dns',
]

async function signIn(page: Page, desk: string): Promise<void> {
  await page.goto(`${desk}/sign-in`)
  await page.fill('#address', 'admin@example.com')
  await page.fill('#password', PASSWORD)
  await page.click('button.btn-primary')
  await page.waitForURL(/desk$/)
}

test('on a phone and in the dark the desk has nothing that axe finds serious, and fits 390 pixels', { timeout: 90_000 }, async () => {
  await using site = await openFurnished()
  await using web = await listen(site)
  await using browser = await openBrowser()
  const page = await browser.newPage({ viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'en' })
  const desk = `${web.url}/desk`
  await signIn(page, desk)
  for (const path of PAGES) {
    await page.goto(desk + path)
    expect.soft(await seriousFaults(page), path).toEqual([])
    expect.soft(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(390)
  }
})
