import { expect, test } from 'vitest'
import { openSite, sqlite } from '../web/site.ts'
import { browse, PASSWORD, worker } from './desk-site.ts'

const NEW = { password: 'battery staple correct', again: 'battery staple correct' }

test('what an action did is said by the page that it leads to, once, and to nobody else', async () => {
  await using site = await openSite(await sqlite.url())
  await worker(site, 'viewer')
  const viewer = browse(site)
  await viewer.signIn('viewer@example.com')
  const answer = await viewer.post('/desk/account/password', { current: PASSWORD, ...NEW }, '/desk/account')
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/desk/account'])
  const left = viewer.jar.get('desk-notice') ?? ''
  expect((await viewer.get('/desk/account')).body).toContain('alert-success')
  expect((await viewer.get('/desk/account')).body).not.toContain('alert-success')

  const other = browse(site)
  await other.signIn('viewer@example.com', NEW.password)
  other.jar.set('desk-notice', left)
  expect((await other.get('/desk/account')).body).not.toContain('alert-success')
})
