import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DESK_ROLES, mayAct, type DeskRole } from '../../../src/domain/desk-role.ts'
import { DESK_ROUTES } from '../../../src/web/desk/desk-door.ts'
import { everythingIn, type Site } from '../web/site.ts'
import { browse } from './desk-site.ts'
import { openFurnished, urlOf } from './furnished-site.ts'

const all = DESK_ROUTES.map((route) => ({ ...route, url: urlOf(route.path) }))
const actions = all.filter(({ method }) => method === 'POST')
const GRAB = { role: 'admin', access: 'out' }

describe('every route of the desk', () => {
  let site: Site
  let before: string[]
  const people = new Map<DeskRole, ReturnType<typeof browse>>()

  beforeAll(async () => {
    site = await openFurnished()
    for (const role of DESK_ROLES) {
      const person = browse(site)
      await person.signIn(`${role}@example.com`)
      people.set(role, person)
    }
    before = await everythingIn(site)
  })

  afterAll(() => site[Symbol.asyncDispose]())

  const as = (role: DeskRole): ReturnType<typeof browse> => {
    const person = people.get(role)
    if (!person) throw new Error(`Nobody is ${role}`)
    return person
  }

  test.each(all)('$method $url is closed to those who are not in', async ({ method, url }) => {
    const visitor = browse(site)
    const answer = method === 'GET' ? await visitor.get(url) : await visitor.post(url, GRAB)
    expect(answer.statusCode).toBe(303)
    expect(answer.headers.location).toMatch(/^\/desk\/sign-in/)
    expect(await everythingIn(site)).toEqual(before)
  })

  test.each(all.filter(({ needs }) => needs !== 'viewer'))(
    '$method $url is refused to a role below $needs',
    async ({ method, url, needs }) => {
      for (const role of DESK_ROLES.filter((one) => !mayAct(one, needs))) {
        const answer = method === 'GET' ? await as(role).get(url) : await as(role).post(url, GRAB, '/desk')
        expect([role, answer.statusCode]).toEqual([role, 403])
      }
      expect(await everythingIn(site)).toEqual(before)
    },
  )

  test.each(actions)('POST $url without its token, or from another site, changes nothing', async ({ url }) => {
    const admin = as('admin')
    expect((await admin.request('POST', url, GRAB)).statusCode).toBe(403)
    expect((await admin.request('POST', url, { _csrf: 'made up', ...GRAB })).statusCode).toBe(403)
    const cookie = [...admin.jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const foreign = await site.server.inject({ method: 'POST', url, headers: { cookie, 'sec-fetch-site': 'cross-site' } })
    expect(foreign.statusCode).toBe(403)
    expect(await everythingIn(site)).toEqual(before)
  })

  test.each(all.filter(({ method }) => method === 'GET'))('GET $url changes nothing, and runs nothing from elsewhere', async ({ url }) => {
    const answer = await as('admin').get(url)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['cache-control']).toBe('no-store')
    if (!String(answer.headers['content-type']).startsWith('text/html')) return
    expect(answer.headers['content-security-policy']).not.toMatch(/script-src(?! 'self';| 'none')/)
    expect(answer.body).not.toMatch(/(src|action)="https?:/)
    expect(await everythingIn(site)).toEqual(before)
  })

  test('an address that there is not is told to those who are in, on a page of the desk, and to nobody else', async () => {
    const told = await as('viewer').get('/desk/nowhere')
    expect([told.statusCode, told.body]).toEqual([404, expect.stringContaining('That is not here') as string])
    expect((await browse(site).get('/desk/nowhere')).headers.location).toMatch(/^\/desk\/sign-in/)
  })

  test('another’s session is not ended by its number', async () => {
    const others = await site.store.db.selectFrom('desk_sessions').select(['id', 'person_id']).execute()
    const { person_id: self = 0 } = others.at(0) ?? {}
    const viewer = as('viewer')
    for (const { id } of others.filter(({ person_id }) => person_id === self))
      expect((await viewer.post(`/desk/account/sessions/${String(id)}`, {}, '/desk/account')).statusCode).toBe(422)
    expect((await as('admin').get('/desk')).statusCode).toBe(200)
  })
})
