import { expect, test } from 'vitest'
import { openBrowser } from '../../support/browser.ts'
import { read } from '../../support/captured.ts'
import { openSending } from '../deliver/sending.ts'
import { startWeb } from '../../../src/web/server.ts'
import { everythingIn, optionsOver, sqlite } from './site.ts'

const FETCHERS = 98
const BROWSERS = 2

test(
  '40: a hundred scanners with scripts go through every link of a mail, and the database is as it was',
  { timeout: 120_000 },
  async () => {
    await using sending = await openSending(await sqlite.url())
    await sending.run()
    const { html = '', text = '' } = await read(sending.server.messages[0]?.raw ?? Buffer.of())
    const web = await startWeb(optionsOver(sending.store))
    const links = [...new Set([...`${html} ${text}`.matchAll(/http:\/\/localhost:3000[^\s"<>]*/g)].map(([link]) => link))]
    const here = links.map((link) => link.replaceAll('&#x3D;', '=').replace('http://localhost:3000', web.url))
    expect(links.filter((link) => /\/(u|p|b)\//.test(link)).length).toBeGreaterThanOrEqual(4)
    expect(links.some((link) => link.includes('/fewer/'))).toBe(true)
    const before = await everythingIn(sending)

    for (let one = 0; one < FETCHERS; one++) {
      const method = one % 3 === 2 ? 'HEAD' : 'GET'
      await Promise.all(
        here.map(async (link) => void (await (await fetch(link, { method, headers: { 'user-agent': `Scanner/${one}` } })).arrayBuffer())),
      )
    }
    await using browser = await openBrowser()
    for (let one = 0; one < BROWSERS; one++) {
      const page = await browser.newPage()
      for (const link of here) {
        await page.goto(link)
        // What a scanner with scripts does: it looks at everything, touches fields and follows what can be followed, but sends no form.
        await page.evaluate(
          `document.querySelectorAll('input, select').forEach((field) => field.dispatchEvent(new Event('input', { bubbles: true })))`,
        )
      }
      await page.waitForTimeout(300)
      await page.close()
    }
    expect(await everythingIn(sending)).toEqual(before)
    await web.close()
  },
)
