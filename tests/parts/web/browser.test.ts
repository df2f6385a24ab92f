import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepCaught } from '../../../src/flow/keep-caught.ts'
import { findSubscription } from '../../../src/store/subscriptions.ts'
import { seriousFaults } from '../../support/axe.ts'
import { openBrowser } from '../../support/browser.ts'
import { NOON, publish } from '../../support/world.ts'
import { listen, openSite, readerOf, sqlite, statesIn, type Site } from './site.ts'

const MAIL = [
  'Subject: x',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<body><p id="mark">Mail</p><script>document.body.dataset.ran = 1</script><img src="https://example.org/pixel.gif"><a href="/healthz">Link</a></body>',
].join('\r\n')

let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

/** A reader's site with something on every page, and the addresses of its pages. */
async function furnish(site: Site, language: string): Promise<{ token: string; paths: string[] }> {
  const token = await readerOf(site, [language])
  const long = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
  await publish(site.store, {
    key: 'a',
    language,
    title: `${long} ${long}`,
    body: `## ${long}\n\n${'x'.repeat(300)}\n\n| a | b |\n|---|---|\n| ${long} | ${long} |\n`,
  })
  await keepCaught(site.store, { mailFrom: 'b@x.example', rcptTo: `${long}@mail.example`, raw: Buffer.from(MAIL) }, NOON)
  const { slug } = await site.store.db.selectFrom('briefings').select('slug').executeTakeFirstOrThrow()
  return {
    token,
    paths: ['/', '/?q=zzz', `/b/${slug}`, `/u/${token}`, `/p/${token}`, '/inbox', '/inbox/1', '/inbox/1?view=source', '/nowhere'],
  }
}

describe('in a real browser', () => {
  test.each(['en', 'zh', 'ar'])(
    'every page in %s fits a screen of 320 pixels, has nothing that axe finds serious, and breaks none of its own rules',
    async (language) => {
      await using site = await openSite(await sqlite.url())
      const { paths } = await furnish(site, language)
      await using web = await listen(site)
      const page = await browser.newPage({ viewport: { width: 320, height: 640 }, locale: language })
      const complaints: string[] = []
      page.on('console', (message) => complaints.push(message.text()))
      for (const path of paths) {
        await page.goto(web.url + path)
        expect(await page.evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(320)
        expect(await page.evaluate('getComputedStyle(document.body).backgroundColor'), 'the styles are there').toBe('rgb(255, 253, 248)')
        expect(await seriousFaults(page), path).toEqual([])
      }
      // axe writes to the frame of a caught mail, which does not listen.
      expect(
        complaints.filter(
          (text) =>
            !text.includes('404') && !text.includes('pixel.gif') && !text.includes('postMessage') && !text.includes('Blocked script'),
        ),
      ).toEqual([])
      await page.close()
    },
  )

  test('a reader without script changes what comes, leaves, and comes back', async () => {
    await using site = await openSite(await sqlite.url())
    const { token } = await furnish(site, 'en')
    await using web = await listen(site)
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${web.url}/p/${token}`)
    await page.getByLabel('science').check()
    await page.getByLabel('Time zone').selectOption('Asia/Tokyo')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    expect(await page.getByRole('status').getByRole('paragraph').textContent()).toBe('Saved. The next mail follows these choices.')
    expect(await findSubscription(site.store.db, { subscriberId: 1, digestId: 1 })).toMatchObject({
      topicIds: [1, 3],
      hour: { zone: 'Asia/Tokyo' },
    })
    await page.getByRole('button', { name: 'Unsubscribe' }).click()
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('You have unsubscribed')
    expect(await statesIn(site)).toEqual(['ended by page'])
    await page.getByRole('link', { name: 'Subscribe again' }).click()
    await page.getByRole('button', { name: 'Subscribe again' }).click()
    expect(await statesIn(site)).toEqual(['active'])
    await context.close()
  })

  test('a caught mail shows in its frame, runs nothing, fetches nothing, and opens its links beside it', async () => {
    await using site = await openSite(await sqlite.url())
    await furnish(site, 'en')
    await using web = await listen(site)
    const page = await browser.newPage()
    const fetched: string[] = []
    await page.route('https://example.org/**', (route) => {
      fetched.push(route.request().url())
      return route.fulfill({ body: '' })
    })
    await page.goto(`${web.url}/inbox/1`)
    const body = page.frameLocator('iframe').locator('body')
    expect(await body.locator('#mark').textContent()).toBe('Mail')
    expect(await body.getAttribute('data-ran')).toBeNull()
    expect(await opened(page, () => body.getByRole('link').click())).toBe(`${web.url}/healthz`)
    expect(page.url()).toBe(`${web.url}/inbox/1`)
    expect(fetched).toEqual([])
    await page.getByText('Phone').click()
    expect((await page.locator('iframe').boundingBox())?.width).toBe(375)
    await page.close()
  })
})

async function opened(page: Page, click: () => Promise<void>): Promise<string> {
  const [popup] = await Promise.all([page.waitForEvent('popup'), click()])
  await popup.waitForLoadState()
  const url = popup.url()
  await popup.close()
  return url
}
