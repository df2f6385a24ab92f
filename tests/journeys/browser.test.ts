import { expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { freshPlace } from '../support/fresh-place.ts'
import { startBroadsheet } from '../support/process.ts'

test('in a real browser: the inbox, a mail from right to left, its story, and the way out', async () => {
  const { cwd, env, url } = await freshPlace()
  await using program = startBroadsheet({ cwd, env })
  await program.waitForLine(/5 mails have come to/)
  await using browser = await openBrowser()
  const page = await browser.newPage({ viewport: { width: 390, height: 800 } })
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))

  await page.goto(`${url}/inbox`)
  expect(await page.locator('a[href^="/inbox/"]').count()).toBeGreaterThanOrEqual(5)
  await page.getByText('layla@cairo.example').click()
  const mail = page.frameLocator('iframe')
  expect(await mail.locator('html').getAttribute('dir')).toBe('rtl')
  expect(await mail.locator('h1').textContent()).toContain('موجز الصباح')
  expect(await mail.locator('[lang="zh"]').first().textContent()).toMatch(/\p{Script=Han}/u)

  const story = await mail.locator('a[href*="/b/"]').first().getAttribute('href')
  await page.goto(story ?? '')
  expect(await page.locator('h1').textContent()).toBe('The street that planted its own weather')

  await page.goto(`${url}/inbox`)
  await page.getByText('david@london.example').click()
  await page.getByRole('link', { name: 'Source' }).click()
  const source = await page.content()
  const link = /List-Unsubscribe: &lt;(http[^&]+)&gt;/.exec(source)?.[1] ?? ''
  await page.goto(link)
  await page.getByRole('button').first().click()
  await page.waitForLoadState()
  const list = await startBroadsheet({ cwd, env, args: ['subscriber', 'list', '--search', 'david', '--json'] }).ended
  expect(JSON.parse(list.stdout)).toMatchObject([{ address: 'david@london.example', state: 'ended' }])
  expect(complaints).toEqual([])
})
