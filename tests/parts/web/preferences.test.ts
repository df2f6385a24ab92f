import { describe, expect, test } from 'vitest'
import { unsubscribe } from '../../../src/flow/unsubscribe.ts'
import { findSubscription } from '../../../src/store/subscriptions.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, NOON, publish, reader, topics, suppress } from '../../support/world.ts'
import { everythingIn, FORM, openSite, readerOf, sqlite, statesIn, tokenOf, type Site } from './site.ts'

const REF = { subscriberId: 1, digestId: 1 }

const CHOICES = {
  topic: ['world', 'science'],
  hour: '18:30',
  zone: 'Asia/Tokyo',
  day: ['mon', 'sat'],
  language: ['zh', '', 'en'],
  format: 'text',
  wish: 'change',
}

type Choices = Record<keyof typeof CHOICES, string | string[]>

function save({ server }: Site, token: string, changed: Partial<Choices> = {}) {
  const pairs = Object.entries({ ...CHOICES, ...changed }).flatMap(([name, value]) => [value].flat().map((one) => [name, one]))
  return server.inject({ method: 'POST', url: `/p/${token}`, headers: FORM, payload: new URLSearchParams(pairs).toString() })
}

describe.each(eachDatabase)('the preferences, on $name', ({ url }) => {
  test('show what was chosen, and change it', async () => {
    await using site = await openSite(await url())
    const token = await readerOf(site)
    await publish(site.store, { key: 'a', language: 'pt' })
    const before = (await site.server.inject(`/p/${token}`)).body
    expect(before).toMatch(/value="world" checked/)
    expect(before).toMatch(/value="sport">/)
    expect(before).toContain('name="hour" type="time" required value="07:00"')
    expect(before).toMatch(/<option value="UTC" selected>/)
    expect(before).toMatch(/<option value="pt" lang="pt">português/)
    const saved = await save(site, token)
    expect(saved.statusCode).toBe(200)
    expect(await findSubscription(site.store.db, REF)).toMatchObject({
      topicIds: [1, 3],
      hour: { zone: 'Asia/Tokyo', minute: 1110, weekdays: 33 },
      languages: ['zh', 'en'],
      format: 'text',
      state: 'active',
    })
    expect(saved.body).toContain('已保存')
    expect(saved.body).toMatch(/<option value="Asia\/Tokyo" selected>/)
  })

  test('who has left comes back only by asking for it, and not from an old page', async () => {
    await using site = await openSite(await url())
    const token = await readerOf(site)
    await site.server.inject({ method: 'POST', url: `/u/${token}`, headers: FORM, payload: 'confirm=yes' })
    const late = await save(site, token)
    expect([late.statusCode, await statesIn(site)]).toEqual([409, ['ended by page']])
    expect(late.body).toContain('value="come-back"')
    expect((await save(site, token, { wish: 'come-back' })).statusCode).toBe(200)
    expect(await statesIn(site)).toEqual(['active'])
  })

  test('leaving wins over saving, however close together they come', async () => {
    await using site = await openSite(await url())
    const token = await readerOf(site)
    for (let round = 0; round < 14; round++) {
      expect((await save(site, token, { wish: 'come-back' })).statusCode).toBe(200)
      await Promise.all([save(site, token), unsubscribe(site.store, REF, { at: NOON, by: 'one-click' })])
      expect(await statesIn(site)).toEqual(['ended by one-click'])
    }
  })

  test('coming back does not lift a suppression', async () => {
    await using site = await openSite(await url())
    const token = await readerOf(site)
    await site.server.inject({ method: 'POST', url: `/u/${token}`, headers: FORM, payload: 'confirm=yes' })
    await suppress(site.store.db, 'aiko@tokyo.example', 'complaint')
    const answer = await save(site, token, { wish: 'come-back' })
    expect([answer.statusCode, await statesIn(site)]).toEqual([409, ['ended by page']])
    expect(answer.body).toContain('we do not write to it')
  })

  test('only topics of the digest can be chosen', async () => {
    await using site = await openSite(await url())
    await topics(site.store, 'world', 'sport', 'science')
    await digest(site.store, { topics: ['world', 'sport'] })
    await reader(site.store, 'david@london.example')
    const token = await tokenOf(site.store, 'david@london.example')
    expect((await site.server.inject(`/p/${token}`)).body).not.toContain('value="science"')
    await save(site, token, { topic: ['sport', 'science'] })
    expect(await findSubscription(site.store.db, REF)).toMatchObject({ topicIds: [2] })
    expect((await save(site, token, { topic: 'science' })).statusCode).toBe(422)
  })
})

describe('a form that cannot be right', () => {
  test.each([
    ['no topic', { topic: [] }, 'Choose at least one topic.'],
    ['an unknown topic', { topic: 'moon' }, 'Choose at least one topic.'],
    ['no day', { day: [] }, 'Choose at least one day.'],
    ['no day of this week', { day: 'someday' }, 'Choose at least one day.'],
    ['an hour that no clock shows', { hour: '25:00' }, 'Write the time as 07:00.'],
    ['an unknown zone', { zone: 'Mars/Olympus' }, 'Choose a time zone from the list.'],
    ['an offset in place of a zone', { zone: '+09:00' }, 'Choose a time zone from the list.'],
    ['no language', { language: ['', ''] }, 'Choose at least one language.'],
    ['a language that is not on offer', { language: 'tlh' }, 'Choose at least one language.'],
    ['no format', { format: '' }, 'Choose one of the two.'],
  ])('%s changes nothing, and is said beside the field', async (_, changed, message) => {
    await using site = await openSite(await sqlite.url())
    const token = await readerOf(site)
    const before = await everythingIn(site)
    const answer = await save(site, token, changed)
    expect(answer.statusCode).toBe(422)
    expect(answer.body).toContain(message)
    expect(answer.body).toContain('Nothing was changed yet')
    expect(await everythingIn(site)).toEqual(before)
  })

  test('what was typed stays in the form', async () => {
    await using site = await openSite(await sqlite.url())
    const token = await readerOf(site)
    const { body } = await save(site, token, { hour: '"><b>7</b>', topic: 'sport' })
    expect(body).toContain('value="&quot;&gt;&lt;b&gt;7&lt;/b&gt;"')
    expect(body).toMatch(/value="sport" checked/)
    expect(body).toMatch(/<option value="Asia\/Tokyo" selected>/)
  })

  test('something that is no form at all is answered calmly', async () => {
    await using site = await openSite(await sqlite.url())
    const token = await readerOf(site)
    const posts = [
      ['{"topic":', 'application/json'],
      ['{"topic":{"x":1},"__proto__":{"y":2}}', 'application/json'],
      ['topic[a]=1&__proto__=2&constructor=3', 'application/x-www-form-urlencoded'],
      ['', 'application/x-www-form-urlencoded'],
      ['x', 'image/png'],
      [`topic=${'x'.repeat(100_000)}`, 'application/x-www-form-urlencoded'],
    ]
    for (const [payload = '', type] of posts) {
      const answer = await site.server.inject({ method: 'POST', url: `/p/${token}`, headers: { 'content-type': type }, payload })
      expect(answer.statusCode, payload.slice(0, 40)).toBeGreaterThanOrEqual(400)
      expect(answer.statusCode, payload.slice(0, 40)).toBeLessThan(500)
      expect(answer.headers['content-type']).toContain('text/html')
    }
    expect(site.trouble).toEqual([])
  })
})

test('a link that is used without end is slowed down; another one is not', async () => {
  await using site = await openSite(await sqlite.url())
  const token = await readerOf(site)
  await reader(site.store, 'david@london.example')
  for (let time = 0; time < 30; time++) expect((await save(site, token)).statusCode).toBe(200)
  const refused = await save(site, `${token}.`)
  expect([refused.statusCode, refused.body.includes('One moment')]).toEqual([429, true])
  expect((await save(site, await tokenOf(site.store, 'david@london.example'))).statusCode).toBe(200)
})

test('a zone that goes by its older name stays chosen', async () => {
  await using site = await openSite(await sqlite.url())
  await readerOf(site)
  await reader(site.store, 'rosa@saopaulo.example', { hour: { zone: 'US/Pacific', minute: 0, weekdays: 1 } })
  const { body } = await site.server.inject(`/p/${await tokenOf(site.store, 'rosa@saopaulo.example')}`)
  expect(body.match(/<option value="[^"]+" selected>/g)).toContain('<option value="America/Los_Angeles" selected>')
})

test('the page is for a known person only', async () => {
  await using site = await openSite(await sqlite.url())
  const token = await readerOf(site)
  for (const table of ['consents', 'choices', 'subscriptions', 'subscribers'] as const) await site.store.db.deleteFrom(table).execute()
  expect((await site.server.inject(`/p/${token}`)).statusCode).toBe(404)
  expect((await save(site, token)).statusCode).toBe(404)
})
