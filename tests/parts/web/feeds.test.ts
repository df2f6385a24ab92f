import { parseFeed } from 'feedsmith'
import { expect, test } from 'vitest'
import { eachDatabase } from '../../support/databases.ts'
import { at, digest, NOON, publish, topics } from '../../support/world.ts'
import { bringOut } from './published.ts'
import { openSite, sqlite } from './site.ts'

const MORNING = at('2026-03-11T07:00:00Z')

test.each(eachDatabase)('feeds of a digest and of a topic carry whole stories in three formats, on $name', async ({ url }) => {
  await using site = await openSite(await url(), { catcher: false, clock: () => MORNING })
  await topics(site.store, 'world', 'sport')
  const morning = await digest(site.store)
  await publish(site.store, { key: 'a', title: 'A <b> & "c"', body: '**Bold** ]]> text' })
  await publish(site.store, { key: 'b', title: '体育', topics: ['sport'], language: 'zh' })
  await bringOut(site.store, morning, NOON)
  for (const [path, titles] of [
    ['/d/morning', ['A <b> & "c"', '体育']],
    ['/t/sport', ['体育']],
  ] as const)
    for (const [kind, type] of [
      ['rss', 'application/rss+xml'],
      ['atom', 'application/atom+xml'],
      ['json', 'application/feed+json'],
    ] as const) {
      const { body, headers } = await site.server.inject(`${path}/feed.${kind}`)
      expect(headers['content-type']).toBe(`${type}; charset=utf-8`)
      const { format, feed } = parseFeed(body)
      expect([format, titlesOf(feed)], `${path} ${kind}`).toEqual([kind, titles])
      if (path === '/d/morning') expect(body).toMatch(/strong>Bold/)
      expect(body).toContain('http://localhost:3000/b/')
    }
  expect((await site.server.inject('/d/morning')).body).toContain('type="application/atom+xml"')
})

test('who has a feed already is told so, by tag and by date', async () => {
  await using site = await openSite(await sqlite.url(), { catcher: false })
  await topics(site.store, 'world')
  await publish(site.store, { key: 'a' })
  const path = '/t/world/feed.atom'
  const { headers } = await site.server.inject(path)
  expect(headers['last-modified']).toBe('Tue, 10 Mar 2026 12:00:00 GMT')
  const ask = async (wanted: Record<string, string>) => (await site.server.inject({ url: path, headers: wanted })).statusCode
  expect(await ask({ 'if-none-match': String(headers.etag) })).toBe(304)
  expect(await ask({ 'if-modified-since': 'Tue, 10 Mar 2026 12:00:00 GMT' })).toBe(304)
  expect(await ask({ 'if-modified-since': 'Tue, 10 Mar 2026 11:59:59 GMT' })).toBe(200)
  expect(await ask({ 'if-none-match': '"other"', 'if-modified-since': 'Tue, 10 Mar 2026 12:00:00 GMT' })).toBe(200)
  await publish(site.store, { key: 'a', title: 'Revised' }, NOON + 60_000)
  expect(await ask({ 'if-none-match': String(headers.etag) })).toBe(200)
})

type Titled = { title?: string | { value: string } | undefined }

function titlesOf(feed: object): string[] {
  const { items, entries } = feed as { items?: Titled[]; entries?: Titled[] }
  return (items ?? entries ?? []).map(({ title }) => (typeof title === 'object' ? title.value : (title ?? '')))
}
