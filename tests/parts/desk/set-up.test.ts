import { expect, test } from 'vitest'
import { setUpWord } from '../../../src/flow/desk/begin-house.ts'
import { PUBLICATION } from '../../support/world.ts'
import { FORM, openSite, sqlite } from '../web/site.ts'
import { browse, PASSWORD } from './desk-site.ts'

const FIRST = { address: 'aiko@example.com', name: 'Aiko', password: PASSWORD, again: PASSWORD }

test('the first visit makes the first admin, once', async () => {
  await using site = await openSite(await sqlite.url())
  const visitor = browse(site)
  expect((await visitor.get('/desk')).headers.location).toBe('/desk/set-up')
  expect((await visitor.post('/desk/set-up', { ...FIRST, again: 'other' }, '/desk/set-up')).statusCode).toBe(422)
  expect((await visitor.post('/desk/set-up', FIRST, '/desk/set-up')).headers.location).toBe('/desk/sign-in?next=/desk/settings/publication')
  expect((await visitor.signIn(FIRST.address)).statusCode).toBe(303)
  expect((await visitor.get('/desk/people')).body).toContain('aiko@example.com')
  expect((await visitor.get('/desk/set-up')).headers.location).toBe('/desk/sign-in')
  await visitor.post('/desk/set-up', { ...FIRST, address: 'layla@example.com' }, '/desk/account')
  const people = await site.store.db.selectFrom('people').select(['address', 'role']).execute()
  expect(people).toEqual([{ address: 'aiko@example.com', role: 'admin' }])
})

test('from elsewhere it takes the word that stands in the log', async () => {
  await using site = await openSite(await sqlite.url())
  const ask = async (word: string) => {
    const remote = { 'x-forwarded-for': '203.0.113.7' }
    const page = await site.server.inject({ method: 'GET', url: '/desk/set-up', headers: remote })
    const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(page.body) ?? []
    expect(page.body).toContain('name="word"')
    const cookie = page.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    const payload = new URLSearchParams({ _csrf: token.replaceAll('&#x3D;', '='), ...FIRST, word }).toString()
    return site.server.inject({ method: 'POST', url: '/desk/set-up', headers: { ...remote, ...FORM, cookie }, payload })
  }
  expect((await ask('')).statusCode).toBe(403)
  expect((await ask('guess')).statusCode).toBe(403)
  expect((await ask(setUpWord(PUBLICATION.sign))).statusCode).toBe(303)
})
