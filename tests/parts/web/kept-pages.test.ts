import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { keepPages } from '../../../src/web/kept-pages.ts'
import { DAY, MINUTE } from '../../../src/domain/instant.ts'
import { digest, NOON, publish, topics } from '../../support/world.ts'
import { FORM, openSite, sqlite } from './site.ts'

/** A keeper whose version can be changed, with how often pages were made. */
function openKeeper(mostBytes = 1_000_000) {
  const state = { version: '1', made: 0 }
  const keeper = keepPages({ version: async () => state.version, mostBytes })
  const get = (key: string, content = key) =>
    keeper.get(key, async () => {
      await Promise.resolve()
      state.made++
      return { content }
    })
  return { state, keeper, get }
}

describe('a page that is kept', () => {
  test('is made once for a thousand who ask at once, and again only when something changed', async () => {
    const { state, get } = openKeeper()
    const pages = await Promise.all(Array.from({ length: 1000 }, () => get('a')))
    expect([state.made, new Set(pages).size]).toEqual([1, 1])
    await get('a')
    state.version = '2'
    await Promise.all([get('a'), get('a')])
    expect(state.made).toBe(2)
  })

  test('gives way when there is no more room, the one asked for longest ago first', async () => {
    const { state, keeper, get } = openKeeper(8000)
    const long = Array.from({ length: 40 }, (_, index) => `${index * 7919}`).join(' ')
    for (let number = 0; number < 50; number++) {
      await get('hot', long)
      await get(`page ${number}`, long)
    }
    expect(keeper.bytes).toBeLessThanOrEqual(8000)
    expect(state.made).toBe(51)
  })

  test('that could not be made is tried anew, and one that is gone is forgotten', async () => {
    const state = { version: '1' }
    const keeper = keepPages({ version: async () => state.version, mostBytes: 1000 })
    await expect(keeper.get('a', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect((await keeper.get('a', async () => ({ content: 'whole' })))?.plain.toString()).toBe('whole')
    state.version = '2'
    expect(await keeper.get('a', async () => undefined)).toBeUndefined()
    expect(keeper.bytes).toBe(0)
  })
})

describe('a public page over HTTP', () => {
  test('comes compressed as the asker can read it, under one tag, and without its body for HEAD', async () => {
    await using site = await openSite(await sqlite.url(), { catcher: false })
    await topics(site.store, 'world')
    await publish(site.store, { key: 'a' })
    const ask = (encoding: string, method: 'GET' | 'HEAD' = 'GET') =>
      site.server.inject({ method, url: '/t/world', headers: { 'accept-encoding': encoding, 'accept-language': 'en' } })
    const plain = await ask('')
    const brotli = await ask('gzip, deflate, br')
    const zipped = await ask('gzip, br;q=0')
    expect([plain.headers['content-encoding'], brotli.headers['content-encoding'], zipped.headers['content-encoding']]).toEqual([
      undefined,
      'br',
      'gzip',
    ])
    expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(plain.body)
    expect(gunzipSync(zipped.rawPayload).toString()).toBe(plain.body)
    expect(new Set([plain, brotli, zipped].map(({ headers }) => headers.etag)).size).toBe(1)
    for (const { headers } of [plain, brotli])
      expect(headers).toMatchObject({ vary: 'accept-encoding, accept-language', 'cache-control': 'public, max-age=60' })
    const head = await ask('br', 'HEAD')
    expect([head.statusCode, head.body, head.headers['content-length']]).toEqual([200, '', brotli.headers['content-length']])
  })

  test('says what the database says: a change is seen at once, by everybody', async () => {
    await using site = await openSite(await sqlite.url(), { catcher: false })
    await topics(site.store, 'world')
    expect((await site.server.inject('/t/world')).body).not.toContain('Fresh')
    await publish(site.store, { key: 'a', title: 'Fresh' })
    expect((await site.server.inject('/t/world')).body).toContain('Fresh')
  })

  test('is no other page because of what else stands in its address', async () => {
    await using site = await openSite(await sqlite.url(), { catcher: false })
    await topics(site.store, 'world')
    const { body } = await site.server.inject('/t/world')
    for (const more of ['?utm_source=x', '?before=abc', '?lang=xx', '?q=', '?q[]=a', '?__proto__=1'])
      expect((await site.server.inject(`/t/world${more}`)).body, more).toBe(body)
  })
})

test('what is hidden and what never was take the same time: 200 samples of each', async () => {
  await using site = await openSite(await sqlite.url(), { catcher: false })
  await topics(site.store, 'world')
  const id = await publish(site.store, { key: 'a' })
  await site.store.db.updateTable('briefings').set({ state: 'withdrawn' }).where('id', '=', id).execute()
  const { slug } = await site.store.db.selectFrom('briefings').select('slug').executeTakeFirstOrThrow()
  const time = async (path: string): Promise<number> => {
    const start = performance.now()
    await site.server.inject(path)
    return performance.now() - start
  }
  const times: [number[], number[]] = [[], []]
  for (let sample = 0; sample < 220; sample++) {
    const both = [`/b/${slug}`, `/b/never-was-${slug}`]
    // By turns, and each first as often: what the machine does besides falls on both.
    for (const which of sample % 2 === 0 ? [0, 1] : [1, 0]) times[which as 0 | 1].push(await time(both[which] ?? ''))
  }
  const [hidden, never] = times.map((each) => each.slice(20).toSorted((a, b) => a - b)[100] ?? 0)
  expect(Math.abs((hidden ?? 0) - (never ?? 0))).toBeLessThan(Math.max(0.3, 0.25 * (never ?? 0)))
})

test('the first page is made once a minute for everybody who comes by a link, and its form can be sent for days', async () => {
  let now = NOON
  await using site = await openSite(await sqlite.url(), { catcher: false, clock: () => now })
  await topics(site.store, 'world')
  await digest(site.store)
  const first = await site.server.inject('/')
  now += 50_000
  const later = await site.server.inject('/')
  expect([later.headers.etag, later.body]).toEqual([first.headers.etag, first.body])
  const known = { 'if-none-match': String(first.headers.etag) }
  expect((await site.server.inject({ url: '/', headers: known })).statusCode).toBe(304)
  const stampIn = (page: string): string => /name="stamp" value="([^"]+)"/.exec(page)?.[1] ?? ''
  now += 6 * DAY
  const payload = new URLSearchParams({ stamp: stampIn(later.body), address: 'layla@cairo.example', topic: 'world' }).toString()
  const sent = await site.server.inject({ method: 'POST', url: '/sign-up', headers: FORM, payload })
  expect([sent.statusCode, await site.store.db.selectFrom('sign_ups').select('address').execute()]).toEqual([
    200,
    [{ address: 'layla@cairo.example' }],
  ])
  now += MINUTE
  expect(stampIn((await site.server.inject('/')).body)).not.toBe(stampIn(first.body))
})
