import { expect, test } from 'vitest'
import { openFurnished } from './furnished-site.ts'
import { browse } from './desk-site.ts'

test('an admin says on a digest’s page what it is about in each language, and whether new readers are welcomed', async () => {
  await using site = await openFurnished()
  const admin = browse(site)
  await admin.signIn('admin@example.com')
  const page = '/desk/digests/morning'
  const post = (fields: Record<string, string>) => admin.post(`${page}/describe`, fields, page)
  expect((await post({ 'line-en': 'The world in <ten> minutes.', 'line-zh': '十分钟看世界。', welcome: 'on' })).headers.location).toBe(page)
  const row = () => site.store.db.selectFrom('digests').select(['lines', 'welcome']).executeTakeFirst()
  expect(await row()).toEqual({ lines: '{"en":"The world in <ten> minutes.","zh":"十分钟看世界。"}', welcome: 'issue' })
  expect((await admin.get(page)).body).toContain('The world in &lt;ten&gt; minutes.</textarea>')
  expect((await post({ 'line-en': 'x'.repeat(161) })).statusCode).toBe(422)
  expect((await row())?.welcome).toBe('issue')
  await post({ 'line-en': 'Short.', 'line-zh': ' ' })
  expect(await row()).toEqual({ lines: '{"en":"Short."}', welcome: 'none' })
  const log = await site.store.db
    .selectFrom('audit')
    .select(['before', 'after'])
    .where('action', '=', 'digest.describe')
    .orderBy('id', 'desc')
    .execute()
  expect(log).toHaveLength(2)
  expect(log[0]?.after).toBe('{"lines":{"en":"Short."},"welcome":"none"}')
})
