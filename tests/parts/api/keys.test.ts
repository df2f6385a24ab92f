import { expect, test } from 'vitest'
import { endApiKey } from '../../../src/flow/desk/api-keys.ts'
import { NOON } from '../../support/world.ts'
import { openFurnished } from '../desk/furnished-site.ts'
import { everythingIn } from '../web/site.ts'
import { caller, keyOf, operationsOf } from './api-site.ts'

test('every operation is closed without a key, with one that is made up, and to one that may only read or whose person may not', async () => {
  await using site = await openFurnished()
  const ask = caller(site)
  const operations = await operationsOf(site)
  expect(operations.length).toBeGreaterThan(30)
  const [reading, viewer] = [await keyOf(site, 'admin', ['read']), await keyOf(site, 'viewer')]
  await ask('GET', '/topics', { key: reading })
  await ask('GET', '/topics', { key: viewer })
  const before = await everythingIn(site)
  for (const { method, path, url } of operations) {
    const told = async (key?: string): Promise<[string, string, number]> => [
      method,
      path,
      (await ask(method, url, { ...(key !== undefined && { key }), ...(method === 'GET' ? {} : { body: {} }) })).status,
    ]
    expect(await told()).toEqual([method, path, 401])
    expect(await told('bs_made-up-made-up-made-up')).toEqual([method, path, 401])
    if (method === 'GET') continue
    expect(await told(reading)).toEqual([method, path, 403])
    expect(await told(viewer)).toEqual([method, path, 403])
  }
  expect(await everythingIn(site)).toEqual(before)
})

test('a key that has ended lets nobody in, and what is refused is told as a problem', async () => {
  await using site = await openFurnished()
  const ask = caller(site)
  const key = await keyOf(site, 'viewer', ['read'])
  expect((await ask('GET', '/digests', { key })).status).toBe(200)
  await endApiKey(site.store, 1, { id: null, name: 'tests' }, NOON)
  const refused = await ask('GET', '/digests', { key })
  expect([refused.status, refused.type, refused.headers['www-authenticate']]).toEqual([
    401,
    'application/problem+json; charset=utf-8',
    'Bearer',
  ])
  expect(refused.json).toMatchObject({
    status: 401,
    title: 'Not let in',
    detail: expect.stringContaining('Authorization: Bearer') as string,
  })
})
