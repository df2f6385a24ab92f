import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { composeDigest } from '../../src/flow/compose-issue.ts'
import { addPerson } from '../../src/flow/desk/add-person.ts'
import { choosePassword } from '../../src/flow/desk/choose-password.ts'
import { suppressByHand } from '../../src/flow/suppress-by-hand.ts'
import { openStore } from '../../src/store/open-store.ts'
import { imported } from '../parts/lists/importing.ts'
import { seriousFaults } from '../support/axe.ts'
import { openBrowser } from '../support/browser.ts'
import { freshPlace } from '../support/fresh-place.ts'
import { startBroadsheet } from '../support/process.ts'
import { digest, openWorld, PUBLICATION, publish, SECRET, topics } from '../support/world.ts'

/** How many are imported; `IMPORTED=100000` for the whole of what an admin may do. */
const IMPORTED = Number(process.env['IMPORTED'] ?? 5000)
const READERS = 1500
const PASSWORD = 'correct horse battery'
const ROSA = 'rosa@post.example'

type Place = Awaited<ReturnType<typeof freshPlace>>

test(
  'an admin imports a table while a digest is being sent, finds out why a reader did not get a story, and mends it',
  { timeout: 180_000 + IMPORTED * 5 },
  async () => {
    const fresh = await freshPlace()
    const place = { ...fresh, env: { ...fresh.env, SECRET } }
    const slug = await prepare(place)
    await using browser = await openBrowser()
    await using program = startBroadsheet(place)
    await program.waitForLine(new RegExp(place.url), 60_000)
    const page = await (await browser.newContext()).newPage()
    const complaints: string[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.setDefaultTimeout(90_000)
    await signIn(page, place)

    await importPeople(page, place)
    await whyAndMend(page, place, slug)

    await expect.poll(() => counts(place), { timeout: 60_000 + IMPORTED * 2, interval: 500 }).toMatchObject({ waiting: 0 })
    // Everybody had the digest once but Rosa, and everybody who was imported is a reader, once.
    expect(await counts(place)).toEqual({ waiting: 0, accepted: READERS - 1, withheld: 0, imported: IMPORTED })
    expect(complaints).toEqual([])
  },
)

/** Readers, a story for them, and its issue, which is sent as soon as the program starts; and an admin. */
async function prepare({ cwd }: Place): Promise<string> {
  mkdirSync(join(cwd, 'data'))
  await using store = await openWorld(`sqlite:${join(cwd, 'data/broadsheet.db')}`)
  const now = Date.now()
  await topics(store, 'science')
  await digest(store, { slug: 'morning-briefing' })
  const hour = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('UTC').subtract({ minutes: 10 })
  const lines = Array.from({ length: READERS }, (_, index) => (index === 0 ? ROSA : `reader${index}@letters.example`))
  const chosen = { digest: 'morning-briefing', topics: ['science'], hour: hour.toPlainTime().toString({ smallestUnit: 'minute' }) }
  expect((await imported(store, ['email', ...lines].join('\n'), chosen)).done).toEqual({ added: READERS })
  const slip = { address: ROSA, note: 'a slip of the pen', by: 'Layla' }
  await suppressByHand({ store, publication: PUBLICATION }, slip, now)
  await publish(store, { key: 'a-new-star', title: 'A new star over the desert', topics: ['science'] }, now)
  expect(await composeDigest(store, 'morning-briefing', hour.subtract({ minutes: 20 }).epochMilliseconds)).toMatchObject({ ok: true })
  const admin = { address: 'admin@post.example', name: 'Aiko', role: 'admin' as const, language: 'en' }
  const added = await addPerson(store, admin, { id: null, name: 'tests' }, now)
  if (!added.ok) throw new Error(added.reason)
  await choosePassword(store, { word: added.word, password: PASSWORD }, now)
  return 'a-new-star'
}

async function signIn(page: Page, { url }: Place): Promise<void> {
  await page.goto(`${url}/desk/sign-in`)
  await page.locator('#address').fill('admin@post.example')
  await page.locator('#password').fill(PASSWORD)
  await page.locator('button.btn-primary').click()
  await page.waitForURL(/\/desk$/)
}

async function importPeople(page: Page, place: Place): Promise<void> {
  const rows = Array.from({ length: IMPORTED }, (_, index) => `person${index}@post.example;Person ${index}`)
  const file = ['E-Mail;Name', ...rows, 'no address;Nobody', `${ROSA};Rosa`, 'person1@post.example;Twice'].join('\r\n')
  await page.goto(`${place.url}/desk/subscribers`)
  await page.getByRole('link', { name: 'Import' }).first().click()
  expect(await seriousFaults(page)).toEqual([])
  await page.locator('#file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(file) })
  await page.getByRole('button', { name: 'Take it in' }).click()
  expect(await page.locator('[name=column-0]').inputValue()).toBe('address')
  expect(await seriousFaults(page)).toEqual([])
  await page.locator('#digest').selectOption('morning-briefing')
  await page.locator('#consent').fill('Signed up at the fair in May, forms in the safe')
  await page.getByRole('button', { name: 'Check' }).click()
  await page.getByRole('button', { name: /^Import [\d,]+ rows$/ }).click({ timeout: 20_000 + IMPORTED })
  const sending = await counts(place)
  await page.getByText('imported', { exact: true }).waitFor({ timeout: 30_000 + IMPORTED })
  expect(sending.waiting, 'the digest is being sent meanwhile').toBeGreaterThan(0)
  const text = (await page.locator('.verdicts').textContent()) ?? ''
  for (const said of [
    IMPORTED.toLocaleString('en-GB'),
    'no address we can write to',
    'suppressed: never revived',
    'a second time in this file',
  ])
    expect(text).toContain(said)
}

/** The page of the reader says why, and lifting the suppression with a reason is all that it takes. */
async function whyAndMend(page: Page, place: Place, slug: string): Promise<void> {
  await page.goto(`${place.url}/desk/subscribers?q=${ROSA}`)
  await page.getByRole('link', { name: ROSA }).click()
  await page.locator('#story').fill(slug)
  await page.getByRole('button', { name: 'Ask' }).click()
  expect(await page.locator('main').textContent()).toContain('suppressed')
  await page.goBack()
  await page.getByLabel('Why it may be written to again').fill('She called: she wants it')
  await page.getByRole('button', { name: 'Lift' }).click()
  expect(await page.locator('[role=status]').first().textContent()).toContain('may be written to again')
  expect(await page.locator('.timeline-list').textContent()).toContain('She called: she wants it')
  expect(await seriousFaults(page)).toEqual([])
}

async function counts({ cwd }: Place) {
  const store = openStore(`sqlite:${join(cwd, 'data/broadsheet.db')}`)
  try {
    const deliveries = store.db.selectFrom('deliveries').innerJoin('subscribers', 'subscribers.id', 'subscriber_id')
    const rows = await deliveries
      .select((all) => ['state', all.fn.countAll<number>().as('count')])
      .where((eb) => eb.or([eb('canonical', 'like', '%@letters.example'), eb('canonical', '=', ROSA)]))
      .groupBy('state')
      .execute()
    const of = (...states: string[]): number =>
      rows.filter(({ state }) => states.includes(state)).reduce((sum, { count }) => sum + count, 0)
    const people = store.db.selectFrom('subscribers').where('canonical', 'like', 'person%@post.example')
    const { count } = await people.select((all) => all.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
    return { waiting: of('queued', 'leased', 'posting', 'joined'), accepted: of('accepted'), withheld: of('withheld'), imported: count }
  } finally {
    await store.close()
  }
}
