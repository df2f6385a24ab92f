import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { seriousFaults } from '../support/axe.ts'
import { openBrowser } from '../support/browser.ts'
import { freshPlace } from '../support/fresh-place.ts'
import { followLink, openCaughtMail } from '../support/open-caught-mail.ts'
import { startBroadsheet } from '../support/process.ts'

const FIRST = 'nour@alexandria.example'
const SECOND = 'nour@cairo.example'
const ZONE = 'Africa/Cairo'

const TRAM = 'الترام يعود إلى شاطئ البحر'
const STAR = 'نجم جديد فوق الصحراء'
const PRICES = 'الأسعار تهدأ بعد صيف طويل'
const BRIDGE = 'جسر للمشاة فوق النهر'
const WHALE = 'حوت قديم تحت الرمال'

type Place = Awaited<ReturnType<typeof freshPlace>>

test('on a phone in Arabic: sign up, choose, read, pause, move, leave, come back, and be forgotten', { timeout: 180_000 }, async () => {
  const place = await freshPlace()
  await using browser = await openBrowser()
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'ar', timezoneId: ZONE, isMobile: true })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))

  await using first = startBroadsheet(place)
  await first.waitForLine(/5 mails have come to/)
  await signUp(page, place)
  await first.waitForLine(/^1 mails have come to/)
  const preferences = await confirm(page, place)
  await publish(place, { [TRAM]: 'cities', [STAR]: 'science', [PRICES]: 'economy' })
  const hour = await choose(page, preferences)
  expect((await first.kill('SIGTERM')).code).toBe(0)

  await broadsheet(place, 'issue', 'compose', 'morning-briefing', '--at', hour)
  await broadsheet(place, 'run', '--until-idle', '--at', hour)
  await using second = startBroadsheet(place)
  await second.waitForLine(new RegExp(place.url))
  await readAndMute(page, place)
  await publish(place, { [BRIDGE]: 'cities', [WHALE]: 'science' })
  await pauseAndThinkAgain(page, preferences)
  await move(page, { ...place, preferences })
  await takeAlong(page, preferences)
  await leaveByOneClick(page, { ...place, preferences })
  await comeBack(page)
  await erase(page, preferences)
  expect(complaints).toEqual([])
  const ended = await second.kill('SIGTERM')
  await nothingIsLeft(place)
  for (const said of [first.output(), ended.stdout, ended.stderr]) expect(said).not.toContain('nour@')
})

async function signUp(page: Page, { url }: Place): Promise<void> {
  await page.goto(`${url}/`)
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
  await page.getByRole('link', { name: 'اختر ما يعنيك' }).click()
  await page.getByLabel('المدن').check()
  await page.getByLabel('البريد الإلكتروني').fill(FIRST)
  expect(await page.locator('#zone').inputValue()).toBe('القاهرة')
  expect(await seriousFaults(page)).toEqual([])
  // The form refuses whoever is faster than any person.
  await page.waitForTimeout(2100)
  await page.getByRole('button', { name: 'اشترك' }).click()
  expect(await heading(page)).toBe('افتح بريدك من فضلك')
}

/** Says yes by the mail, and gives back the address of the preferences that stands in the welcome. */
async function confirm(page: Page, place: Place): Promise<string> {
  await followLink(page, await openCaughtMail(page, { ...place, to: FIRST }), '/c/')
  await page.getByRole('button', { name: 'نعم، أرسلوها إلي' }).click()
  expect(await heading(page)).toBe('أهلًا بك')
  const consents = await broadsheet(place, 'subscriber', 'consents', FIRST)
  expect(consents).toMatchObject([{ digest: 'morning-briefing', how: 'form', wording: { language: 'ar' } }])

  const welcome = await openCaughtMail(page, { ...place, to: FIRST, about: 'أهلًا بك' })
  expect(await welcome.locator('h1').textContent()).toContain('أهلًا بك في موجز الصباح')
  expect(await welcome.locator('h2').count()).toBeGreaterThanOrEqual(1)
  return (await welcome.locator('a[href*="/p/"]').first().getAttribute('href')) ?? ''
}

/** Adds a topic and takes another hour, a few minutes from now, while the forecast follows without a click. */
async function choose(page: Page, preferences: string): Promise<string> {
  const at = Temporal.Now.zonedDateTimeISO(ZONE).round({ smallestUnit: 'minute', roundingMode: 'floor' }).add({ minutes: 5 })
  const hour = at.toPlainTime().toString({ smallestUnit: 'minute' })
  await page.goto(preferences)
  expect(await seriousFaults(page)).toEqual([])
  await expectForecast(page, [TRAM])
  await page.getByLabel('العلوم').check()
  await expectForecast(page, [TRAM, STAR])
  await page.getByLabel('المدن').uncheck()
  await expectForecast(page, [STAR])
  await page.getByLabel('المدن').check()
  await page.locator('#hour').fill(hour)
  await expect.poll(() => forecastHour(page)).toBe(hour)
  await save(page)
  await expectForecast(page, [TRAM, STAR])
  return at.toInstant().toString()
}

/** The digest holds what was chosen and nothing else; less of one topic is asked for from its heading. */
async function readAndMute(page: Page, place: Place): Promise<void> {
  const mail = await openCaughtMail(page, { ...place, to: FIRST, about: TRAM })
  const text = (await mail.locator('body').textContent()) ?? ''
  expect([TRAM, STAR, PRICES].map((title) => text.includes(title))).toEqual([true, true, false])
  await followLink(page, mail, '/fewer/cities')
  await page.getByRole('button', { name: 'لا شيء بعد الآن' }).click()
  expect(await news(page)).toBe('لن يصلك شيء من هذا الموضوع بعد الآن.')
}

async function pauseAndThinkAgain(page: Page, preferences: string): Promise<void> {
  await page.goto(preferences)
  expect(await page.locator('#hold').textContent()).toContain('المدن')
  await expectForecast(page, [WHALE])
  await page.getByLabel('لا رسائل قبل').fill(Temporal.Now.plainDateISO(ZONE).add({ days: 9 }).toString())
  await page.getByLabel('أفضل عشرة منه').check()
  await save(page)
  await expectForecast(page, [])
  expect(await forecast(page)).toContain('لن يصل شيء قبل')
  await page.getByRole('button', { name: 'تراجع' }).click()
  await expectForecast(page, [WHALE])
}

type Reading = Place & { preferences: string }

async function move(page: Page, { preferences, ...place }: Reading): Promise<void> {
  await page.goto(preferences)
  await page.locator('#address').fill(SECOND)
  await page.getByRole('button', { name: 'غيّر العنوان' }).click()
  expect(await news(page)).toContain('انظر في صندوق البريد الجديد')
  await followLink(page, await openCaughtMail(page, { ...place, to: SECOND }), '/a/')
  await page.getByRole('button', { name: 'استعمل هذا العنوان' }).click()
  expect(await heading(page)).toBe('تغيّر العنوان')
  const told = await openCaughtMail(page, { ...place, to: FIRST, about: 'تغيّر عنوانك' })
  expect(await told.locator('a[href*="/a/back/"]').count()).toBe(1)
}

/** The file holds the new address, what was agreed to and chosen, and the mail with its stories. */
async function takeAlong(page: Page, preferences: string): Promise<void> {
  await page.goto(`${preferences}/data`)
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'احفظه في ملف' }).click()])
  const text = readFileSync(await download.path(), 'utf8')
  expect(JSON.parse(text)).toMatchObject({ profile: { address: SECOND }, mails: [{ digest: 'morning-briefing' }] })
  for (const word of [TRAM, STAR, 'science', '"form"']) expect(text).toContain(word)
  expect(text).not.toContain(PRICES)
}

/** What a mail program does by itself, without a browser: RFC 8058 section 3.2. */
async function leaveByOneClick(page: Page, { preferences, ...place }: Reading): Promise<void> {
  await openCaughtMail(page, { ...place, to: FIRST, about: TRAM })
  const source = await (await fetch(`${page.url()}/source`)).text()
  const headers = source.slice(0, source.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ')
  expect(headers).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click$/m)
  const url = /^List-Unsubscribe:.*<(http[^>]+)>/m.exec(headers)?.[1] ?? ''
  const left = await fetch(url, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }), redirect: 'error' })
  expect(left.status).toBe(200)
  await page.goto(preferences)
  expect(await news(page)).toContain('لقد ألغيت اشتراكك')
}

async function comeBack(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'اشترك من جديد' }).click()
  expect(await news(page)).toBe(SAVED)
  await expectForecast(page, [WHALE])
}

async function erase(page: Page, preferences: string): Promise<void> {
  await page.goto(preferences)
  await page.getByRole('link', { name: 'ما نحفظه عنك' }).click()
  await page.getByRole('link', { name: 'امحُ كل شيء' }).click()
  await page.getByRole('button', { name: 'امحُ كل شيء الآن' }).click()
  expect(await heading(page)).toBe('مُحي كل شيء')
  expect((await fetch(preferences)).status).toBe(404)
}

/** Not one byte of either address, also where rows were deleted; and the one fingerprint by which we know not to write. */
async function nothingIsLeft(place: Place): Promise<void> {
  expect(await broadsheet(place, 'suppression', 'list')).toMatchObject([{ reason: 'unsubscribed', by: 'erasure' }])
  const folder = join(place.cwd, 'data')
  const files = readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes('nour@'))
  expect(files).toEqual([])
}

const SAVED = 'حُفظت اختياراتك، وستتبعها الرسالة القادمة.'

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'احفظ', exact: true }).click()
  expect(await news(page)).toBe(SAVED)
}

const heading = (page: Page): Promise<string | null> => page.locator('h1').last().textContent()
const news = (page: Page): Promise<string | null> => page.getByRole('status').getByRole('paragraph').textContent()
const forecast = (page: Page): Promise<string | null> => page.locator('#next').textContent()

const expectForecast = (page: Page, titles: string[]): Promise<void> =>
  expect.poll(async () => (await page.locator('#next li').allTextContents()).sort()).toEqual(titles.toSorted())

async function forecastHour(page: Page): Promise<string> {
  const at = await page.locator('#next time').getAttribute('datetime')
  return Temporal.Instant.from(at ?? '')
    .toZonedDateTimeISO(ZONE)
    .toPlainTime()
    .toString({ smallestUnit: 'minute' })
}

async function publish(place: Place, stories: Record<string, string>): Promise<void> {
  const files = Object.entries(stories).map(([title, topic]) => {
    writeFileSync(join(place.cwd, `${title}.md`), `---\ntitle: ${title}\ntopics: [${topic}]\nlanguage: ar\n---\n\nخبر قصير عن هذا كله.\n`)
    return `${title}.md`
  })
  await broadsheet(place, 'briefing', 'add', ...files)
}

async function broadsheet({ cwd, env }: Place, ...args: string[]): Promise<unknown> {
  const ended = await startBroadsheet({ cwd, env, args: [...args, '--json'] }).ended
  expect(ended.code, `${args.join(' ')}: ${ended.stderr}`).toBe(0)
  return JSON.parse(ended.stdout) as unknown
}
