import { describe, expect, test } from 'vitest'
import { DESK_ROLES, mayAct } from '../../../src/domain/desk-role.ts'
import { DESK_ROUTES } from '../../../src/web/desk/desk-door.ts'
import { everythingIn, openSite, sqlite } from '../web/site.ts'
import { browse, worker } from './desk-site.ts'

const at = (path: string): string => `/desk${path.replace(':id', '1')}`
const all = DESK_ROUTES.map((route) => ({ ...route, url: at(route.path) }))

test.each(all)('$method $url is closed to those who are not in', async ({ method, url }) => {
  await using site = await openSite(await sqlite.url())
  await worker(site, 'admin')
  const visitor = browse(site)
  const before = await everythingIn(site)
  const answer = method === 'GET' ? await visitor.get(url) : await visitor.post(url, { role: 'admin', access: 'out' })
  expect(answer.statusCode).toBe(303)
  expect(answer.headers.location).toMatch(/^\/desk\/sign-in/)
  expect(await everythingIn(site)).toEqual(before)
})

test.each(all.filter(({ needs }) => needs !== 'viewer'))(
  '$method $url is refused to a role below $needs',
  async ({ method, url, needs }) => {
    await using site = await openSite(await sqlite.url())
    await worker(site, 'admin')
    for (const role of DESK_ROLES.filter((one) => !mayAct(one, needs))) {
      await worker(site, role)
      const person = browse(site)
      await person.signIn(`${role}@example.com`)
      const before = await everythingIn(site)
      const answer = method === 'GET' ? await person.get(url) : await person.post(url, { role: 'admin', access: 'out' }, '/desk')
      expect([role, answer.statusCode]).toEqual([role, 403])
      expect(await everythingIn(site)).toEqual(before)
    }
  },
)

test.each(all.filter(({ method }) => method === 'POST'))(
  'POST $url without its token, or from another site, changes nothing',
  async ({ url }) => {
    await using site = await openSite(await sqlite.url())
    await worker(site, 'admin')
    const admin = browse(site)
    await admin.signIn('admin@example.com')
    const before = await everythingIn(site)
    expect((await admin.request('POST', url, { role: 'viewer', access: 'out' })).statusCode).toBe(403)
    expect((await admin.request('POST', url, { _csrf: 'made up', role: 'viewer' })).statusCode).toBe(403)
    const cookie = [...admin.jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const foreign = await site.server.inject({ method: 'POST', url, headers: { cookie, 'sec-fetch-site': 'cross-site' } })
    expect(foreign.statusCode).toBe(403)
    expect(await everythingIn(site)).toEqual(before)
  },
)

test.each(all.filter(({ method }) => method === 'GET'))('GET $url changes nothing, and runs nothing from elsewhere', async ({ url }) => {
  await using site = await openSite(await sqlite.url())
  await worker(site, 'admin')
  const admin = browse(site)
  await admin.signIn('admin@example.com')
  const before = await everythingIn(site)
  const answer = await admin.get(url)
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['content-security-policy']).toContain("script-src 'self'")
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(answer.body).not.toMatch(/(src|href)="https?:/)
  expect(await everythingIn(site)).toEqual(before)
})

describe('another’s number', () => {
  test('does not end another’s session', async () => {
    await using site = await openSite(await sqlite.url())
    await worker(site, 'admin')
    await worker(site, 'viewer')
    const [admin, viewer] = [browse(site), browse(site)]
    await admin.signIn('admin@example.com')
    await viewer.signIn('viewer@example.com')
    expect((await viewer.post('/desk/account/sessions/1', {}, '/desk/account')).statusCode).toBe(422)
    expect((await admin.get('/desk')).statusCode).toBe(200)
  })
})
