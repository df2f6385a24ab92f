import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { startWeb } from '../../src/web/server.ts'
import { openBrowser } from '../support/browser.ts'
import { reader } from '../support/world.ts'
import { openFurnished } from '../parts/desk/furnished-site.ts'
import { PASSWORD } from '../parts/desk/desk-site.ts'

async function signIn(page: Page, desk: string, address: string, password = PASSWORD): Promise<void> {
  await page.goto(`${desk}/sign-in`)
  await page.fill('#address', address)
  await page.fill('#password', password)
  await page.click('button.btn-primary')
}

test('an admin merges two topics, settles a doubtful delivery and shuts a stolen laptop out', { timeout: 90_000 }, async () => {
  await using site = await openFurnished()
  const { db } = site.store
  await reader(site.store, 'david@london.example', { topics: ['sport'] })
  await reader(site.store, 'rosa@saopaulo.example', { topics: ['sport', 'world'] })
  await db.updateTable('deliveries').set({ state: 'doubtful' }).where('id', '=', 1).execute()
  const { url, close } = await startWeb(site.options)
  await using browser = await openBrowser()
  const desk = new URL('desk', url).href
  const [mine, laptop] = [await browser.newContext(), await browser.newContext()]
  const [page, stolen] = [await mine.newPage(), await laptop.newPage()]
  await signIn(stolen, desk, 'admin@example.com')
  await stolen.waitForURL(/desk$/)
  await signIn(page, desk, 'admin@example.com')

  // Two topics become one: the numbers first, then the yes.
  await page.click('nav a[href$="/topics"]')
  await page.click('a[href$="/topics/sport"]')
  await page.selectOption('#into', 'world')
  await page.click('text=See what would happen')
  expect(await page.textContent('main')).toMatch(/2 subscriptions follow it[^]*1 of them follows both/)
  await page.click('text=Merge them')
  expect(await page.textContent('[role=status]')).toMatch(/2 subscriptions were carried along/)
  const chosen = await db.selectFrom('subscriptions').select(['state', 'topics']).orderBy('id').execute()
  const world = await db.selectFrom('topics').select('id').where('slug', '=', 'world').executeTakeFirstOrThrow()
  expect(chosen).toEqual([1, 2, 3].map(() => ({ state: 'active', topics: String(world.id) })))

  // The front page tells of the doubtful delivery, and leads to it.
  await page.click('nav a[href$="/desk"]')
  await page.click('.todo a[href$="/doubtful"]')
  await page.click('button[value=accepted]')
  expect(await page.textContent('[role=status]')).toMatch(/1 delivery counts as accepted/)
  expect(await db.selectFrom('deliveries').select('state').where('id', '=', 1).executeTakeFirst()).toEqual({ state: 'accepted' })

  // The laptop is gone: its session ends here, and it is out at once, without the password being any use to it that was not typed.
  await page.click('.desk-person a')
  await page.click('form[action$="/account/sessions"] button')
  expect(await page.textContent('[role=status]')).toMatch(/1 session has ended/)
  await stolen.goto(`${desk}/topics`)
  expect(stolen.url()).toMatch(/\/sign-in/)
  await page.goto(`${desk}/audit`)
  expect(await page.textContent('main')).toMatch(/session\.end[^]*delivery\.accepted[^]*topic\.merge/)
  await close()
})
