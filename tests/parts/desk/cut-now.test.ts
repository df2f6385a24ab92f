import { expect, test } from 'vitest'
import { NOON, publish } from '../../support/world.ts'
import { openFurnished } from './furnished-site.ts'
import { browse } from './desk-site.ts'

test('a publisher cuts an issue outside the schedule, after seeing what it would hold; with nothing new there is nothing to cut', async () => {
  await using site = await openFurnished()
  const publisher = browse(site)
  await publisher.signIn('publisher@example.com')
  const page = '/desk/digests/morning/cut'
  expect((await publisher.get(page)).body).toContain('there is nothing to cut')
  expect((await publisher.post(page, {}, '/desk')).headers.location).toBe('/desk/digests/morning')

  // The clock of the site stands still, and a digest has one cut at a time.
  await site.store.db.deleteFrom('cuts').execute()
  await site.store.db
    .updateTable('issues')
    .set({ due_at: NOON - 1 })
    .execute()
  await publish(site.store, { key: 'quay', title: 'The quay is mended' })
  const asked = (await publisher.get(page)).body
  expect(asked).toMatch(/It would hold 1 story\.[^]*The quay is mended/)
  const issues = () => site.store.db.selectFrom('issues').select('id').orderBy('id').execute()
  const before = (await issues()).length
  const answer = await publisher.post(page, {}, page)
  expect(await issues()).toHaveLength(before + 1)
  expect(answer.headers.location).toBe(`/desk/issues/${(await issues()).at(-1)?.id}`)
  const [deed] = await site.store.db.selectFrom('audit').select(['action', 'actor']).orderBy('id', 'desc').limit(1).execute()
  expect(deed?.action).toBe('issue.compose')
})
