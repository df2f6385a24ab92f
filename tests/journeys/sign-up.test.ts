import { expect, test } from 'vitest'
import { seriousFaults } from '../support/axe.ts'
import { openBrowser } from '../support/browser.ts'
import { freshPlace } from '../support/fresh-place.ts'
import { startBroadsheet } from '../support/process.ts'

test('on a phone in Arabic: sign up, confirm, and be welcomed', { timeout: 120_000 }, async () => {
  const { cwd, env, url } = await freshPlace()
  await using program = startBroadsheet({ cwd, env })
  await program.waitForLine(/5 mails have come to/)
  await using browser = await openBrowser()
  const page = await browser.newPage({ viewport: { width: 390, height: 844 }, locale: 'ar', timezoneId: 'Africa/Cairo', isMobile: true })
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))

  await page.goto(`${url}/`)
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
  await page.getByRole('link', { name: 'اختر ما يعنيك' }).click()
  await page.getByLabel('المدن').check()
  await page.getByLabel('البريد الإلكتروني').fill('nour@alexandria.example')
  expect(await page.locator('#zone').inputValue()).toBe('القاهرة')
  expect(await seriousFaults(page)).toEqual([])
  // The form refuses whoever is faster than any person.
  await page.waitForTimeout(2100)
  await page.getByRole('button', { name: 'اشترك' }).click()
  expect(await page.locator('h1').last().textContent()).toBe('افتح بريدك من فضلك')

  await program.waitForLine(/^1 mails have come to/)
  await page.goto(`${url}/inbox`)
  await page.getByText('nour@alexandria.example').click()
  const link = await page.frameLocator('iframe').locator('a[href*="/c/"]').getAttribute('href')
  await page.goto(link ?? '')
  await page.getByRole('button', { name: 'نعم، أرسلوها إلي' }).click()
  expect(await page.locator('h1').last().textContent()).toBe('أهلا بك')

  await expect
    .poll(
      async () => {
        await page.goto(`${url}/inbox?q=nour`)
        return page.locator('a[href^="/inbox/"]').count()
      },
      { timeout: 15_000 },
    )
    .toBeGreaterThanOrEqual(2)
  await page.locator('a[href^="/inbox/"]').first().click()
  const welcome = page.frameLocator('iframe')
  expect(await welcome.locator('h1').textContent()).toContain('أهلا بك في موجز الصباح')
  expect(await welcome.locator('h2').count()).toBeGreaterThanOrEqual(1)
  const consents = await startBroadsheet({ cwd, env, args: ['subscriber', 'consents', 'nour@alexandria.example', '--json'] }).ended
  expect(JSON.parse(consents.stdout)).toMatchObject([{ digest: 'morning-briefing', how: 'form', wording: { language: 'ar' } }])
  expect(complaints).toEqual([])
})
