import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seriousFaults } from '../../support/axe.ts'
import { openBrowser } from '../../support/browser.ts'
import { at } from '../../support/world.ts'
import { furnishReading } from './furnish-reading.ts'
import { listen, openSite, sqlite } from './site.ts'

const EVENING = at('2026-03-11T20:00:00Z')

let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

test.each([
  ['en', 'light'],
  ['zh', 'dark'],
  ['ar', 'light'],
  ['ar', 'dark'],
] as const)(
  'all that can be read in %s, %s, has nothing that axe finds serious, and fits 320 pixels',
  { timeout: 120_000 },
  async (locale, colorScheme) => {
    await using site = await openSite(await sqlite.url(), { catcher: false, clock: () => EVENING })
    const paths = await furnishReading(site.store, locale, EVENING)
    await using web = await listen(site)
    const page = await browser.newPage({ viewport: { width: 320, height: 640 }, locale, colorScheme })
    for (const path of paths) {
      expect((await page.goto(web.url + path))?.status(), path).toBe(200)
      expect(await seriousFaults(page), path).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(320)
      expect(await page.locator('html').getAttribute('lang'), path).toBe(locale)
    }
    await page.close()
  },
)
