import { expect, test } from 'vitest'
import { endApiKey, makeApiKey } from '../../../src/flow/desk/api-keys.ts'
import { getPerson } from '../../../src/store/people.ts'
import { NOON, publish } from '../../support/world.ts'
import { worker } from '../desk/desk-site.ts'
import { openSite, readerOf, sqlite, type Site } from './site.ts'

async function keyFor(site: Site): Promise<{ id: number; key: string }> {
  const person = await getPerson(site.store.db, await worker(site, 'admin'))
  if (!person) throw new Error('The admin is gone')
  return makeApiKey(site.store, { name: 'a script', scopes: ['read'], person }, NOON)
}

const ask = (site: Site, query: string, key?: string) =>
  site.server.inject({ url: `/api/v1/explain?${query}`, headers: key === undefined ? {} : { authorization: `Bearer ${key}` } })

test('a program with a key is told why, by code and in words', async () => {
  await using site = await openSite(await sqlite.url())
  await readerOf(site)
  await publish(site.store, { key: 'a' })
  const { id, key } = await keyFor(site)
  const answer = await ask(site, 'address=aiko@tokyo.example&briefing=a&language=zh', key)
  expect(answer.statusCode).toBe(200)
  expect(answer.json()).toMatchObject({
    address: 'aiko@tokyo.example',
    explanations: [{ because: { code: 'matched' }, said: { why: expect.stringContaining('关注') as string } }],
  })

  expect((await ask(site, 'address=nobody@tokyo.example&briefing=a', key)).json()).toMatchObject({ status: 404 })
  expect((await ask(site, 'address=aiko@tokyo.example', key)).json()).toMatchObject({ status: 400 })
  await endApiKey(site.store, id, { id: null, name: 'tests' }, NOON)
  expect((await ask(site, 'address=aiko@tokyo.example&briefing=a', key)).statusCode).toBe(401)
})

test.each([undefined, 'bs_made-up-key', 'x'])('without a good key nothing is told: %s', async (key) => {
  await using site = await openSite(await sqlite.url())
  await readerOf(site)
  const answer = await ask(site, 'address=aiko@tokyo.example&briefing=a', key)
  expect(answer.statusCode).toBe(401)
  expect(answer.headers['content-type']).toContain('application/problem+json')
  expect(answer.body).not.toContain('aiko')
})
