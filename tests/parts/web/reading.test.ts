import { describe, expect, test } from 'vitest'
import { acceptBriefing } from '../../../src/flow/accept-briefing.ts'
import { eachDatabase } from '../../support/databases.ts'
import { at, briefing, digest, NOON, publish, reader, topics } from '../../support/world.ts'
import { bringOut } from './published.ts'
import { olderIn, openSite, sqlite, type Site } from './site.ts'

const MORNING = at('2026-03-11T07:00:00Z')

/** A site whose clock can be put forward. */
async function openClockedSite(url: string): Promise<{ site: Site; time: { now: number } }> {
  const time = { now: NOON }
  return { site: await openSite(url, { catcher: false, clock: () => time.now }), time }
}

const page = async (site: Site, url: string, headers: Record<string, string> = {}) => site.server.inject({ url, headers })

const titlesIn = (body: string) => [...body.matchAll(/<h3><a [^>]+>([^<]+)<\/a><\/h3>/g)].map(([, title]) => title)

describe.each(eachDatabase)('reading on the web, on $name', ({ url }) => {
  test('an issue is public when the first of its mails may leave, and not a second earlier', async () => {
    const { site, time } = await openClockedSite(await url())
    await using _ = site
    await topics(site.store, 'world', 'sport')
    const morning = await digest(site.store)
    await reader(site.store, 'aiko@tokyo.example')
    await publish(site.store, { key: 'a', title: 'About both', topics: ['world', 'sport'] })
    await publish(site.store, { key: 'b', title: 'About sport', topics: ['sport'] })
    await bringOut(site.store, morning, NOON)
    const never = await page(site, '/d/morning/7')
    time.now = MORNING - 1000
    expect([(await page(site, '/d/morning/1')).statusCode, (await page(site, '/d/morning/1')).body]).toEqual([404, never.body])
    expect((await page(site, '/d/morning')).body).toContain('No issue has come out yet.')
    time.now = MORNING
    const { body, statusCode } = await page(site, '/d/morning/1')
    expect(statusCode).toBe(200)
    expect(titlesIn(body)).toEqual(['About both', 'About sport'])
    expect((await page(site, '/d/morning')).body).toContain('href="/d/morning/1"')
  })

  test('what is not public is not found by guessing: all of it gets the same answer', async () => {
    const { site, time } = await openClockedSite(await url())
    await using _ = site
    await topics(site.store, 'world', 'secret')
    await digest(site.store, { topics: ['world'] })
    const hidden = await digest(site.store, { slug: 'hidden', names: { en: 'Hidden' }, topics: ['secret'], isPublic: false })
    await reader(site.store, 'aiko@tokyo.example', { digest: 'hidden', topics: ['secret'] })
    await publish(site.store, { key: 'a', title: 'Classified', topics: ['secret'] })
    await publish(site.store, { key: 'b', title: 'Between', topics: ['secret', 'world'] })
    await acceptBriefing(site.store, { draft: briefing({ key: 'c' }), source: 'tests', asDraft: true }, NOON)
    await bringOut(site.store, hidden, NOON)
    time.now = MORNING
    const slugs = await site.store.db.selectFrom('briefings').select(['slug', 'title']).orderBy('id').execute()
    const paths = [
      '/d/hidden',
      '/d/hidden/1',
      '/d/morning/1',
      '/d/morning/0',
      '/d/morning/x',
      '/t/secret',
      `/b/${slugs[0]?.slug}`,
      `/b/${slugs[2]?.slug}`,
    ]
    const never = await page(site, '/d/nowhere')
    for (const path of [...paths, '/t/nowhere', '/archive/2026-13', '/d/hidden/feed.rss', '/t/secret/feed.json'])
      expect([(await page(site, path)).statusCode, (await page(site, path)).body], path).toEqual([404, never.body])
    const shown = await page(site, `/b/${slugs[1]?.slug}`)
    expect([shown.statusCode, shown.body.includes('/t/secret')]).toEqual([200, false])
    for (const path of ['/archive', '/', '/archive/2026-03', '/search?q=classified']) {
      const { body } = await page(site, path)
      expect([body.includes('Classified'), body.includes('Hidden'), body.includes('/t/secret')], path).toEqual([false, false, false])
    }
  })

  test('what was withdrawn is gone from its issue, from lists and from searches', async () => {
    const { site, time } = await openClockedSite(await url())
    await using _ = site
    await topics(site.store, 'world')
    const morning = await digest(site.store)
    await publish(site.store, { key: 'a', title: 'Stays' })
    const gone = await publish(site.store, { key: 'b', title: 'Goes' })
    await bringOut(site.store, morning, NOON)
    await site.store.db.updateTable('briefings').set({ state: 'withdrawn' }).where('id', '=', gone).execute()
    time.now = MORNING
    for (const path of ['/d/morning/1', '/t/world', '/archive/2026-03', '/search?q=story'])
      expect((await page(site, path)).body).not.toContain('Goes')
    expect(titlesIn((await page(site, '/d/morning/1')).body)).toEqual(['Stays'])
  })

  test.each([
    ['经济', '增长放缓', '中国经济增长放缓，消费回升。', 'zh'],
    ['اقتصاد', 'نمو', 'يتوقع الخبراء نمو الاقتصاد المصري.', 'ar'],
    ['haeuser', 'Wohnen', 'Viele Häuser am Fluß wurden gebaut.', 'de'],
    ['straße', 'Verkehr', 'In der Strasse fährt kein Bus.', 'de'],
  ])('a search for %s looks into whole texts', async (search, title, body, language) => {
    await using site = await openSite(await url())
    await topics(site.store, 'world')
    await publish(site.store, { key: 'a', title, body, language })
    await publish(site.store, { key: 'b', title: 'Another', body: 'Nothing of it. 北京天气。 الطقس. Hausboot.' })
    const found = await page(site, `/search?q=${encodeURIComponent(search)}`)
    expect(titlesIn(found.body)).toEqual([title])
    expect(found.body).toContain('<mark>')
    expect(found.body).toContain('1 match')
  })

  test('the archive counts by topic and month, and each leads to a list with search and pages', async () => {
    await using site = await openSite(await url())
    await topics(site.store, 'world', 'sport')
    for (let number = 1; number <= 23; number++) await publish(site.store, { key: `a${number}`, title: `World ${number}` })
    await publish(site.store, { key: 'old', title: 'Long ago', topics: ['sport'], publishedAt: at('2025-12-31T23:00:00Z') })
    const { body } = await page(site, '/archive')
    for (const part of [
      'March 2026</span> <small>23 briefings',
      'December 2025</span> <small>1 briefing<',
      'world</span> <small>23 briefings',
    ])
      expect(body).toContain(part)
    for (const path of ['/t/world', '/archive/2026-03']) {
      const first = (await page(site, path)).body
      const second = (await page(site, olderIn(first))).body
      expect(new Set([...titlesIn(first), ...titlesIn(second)]).size, path).toBe(23)
      expect(titlesIn((await page(site, `${path}?q=world+7`)).body), path).toEqual(['World 7'])
    }
    expect(titlesIn((await page(site, '/archive/2025-12')).body)).toEqual(['Long ago'])
  })

  test('readers see how a briefing was revised since it was published, and nothing from before', async () => {
    await using site = await openSite(await url())
    await topics(site.store, 'world')
    const said = { key: 'a', title: 'Bridge opens', body: 'Secret first words.\n\nIt cost ten million.' }
    await acceptBriefing(site.store, { draft: briefing(said), source: 'tests', asDraft: true }, NOON)
    await publish(site.store, { ...said, body: 'It cost ten million.\n\nPeople came.' })
    const { slug } = await site.store.db.selectFrom('briefings').select('slug').executeTakeFirstOrThrow()
    expect((await page(site, `/b/${slug}`)).body).not.toContain('Revisions')
    await publish(site.store, { ...said, body: 'It cost twelve million.\n\nPeople came.', sources: [], sourceCount: 0 }, NOON + 1)
    const { body } = await page(site, `/b/${slug}`)
    for (const part of ['Revisions', '1 passage changed · 1 source taken out', '<del>ten</del><ins>twelve</ins> million', '10 March 2026'])
      expect(body).toContain(part)
    expect(body).not.toContain('Secret')
  })

  test('the words of a briefing from before there was an index are found once the clock has come round', async () => {
    await using site = await openSite(await url())
    await topics(site.store, 'world')
    await publish(site.store, { key: 'a', title: 'Waiting' })
    await site.store.db.deleteFrom('searchable').execute()
    const { makeAllSearchable } = await import('../../../src/flow/make-searchable.ts')
    expect(titlesIn((await page(site, '/search?q=waiting')).body)).toEqual([])
    expect(await makeAllSearchable(site.store, () => undefined)).toBe(1)
    expect(titlesIn((await page(site, '/search?q=waiting')).body)).toEqual(['Waiting'])
    expect(await makeAllSearchable(site.store, () => undefined)).toBe(0)
  })
})

describe('a public page', () => {
  test('is in the language that its address names, else in the browser’s, and says where the others are', async () => {
    await using site = await openSite(await sqlite.url(), { catcher: false })
    await topics(site.store, 'world')
    const chosen = await page(site, '/t/world?lang=ar', { 'accept-language': 'zh' })
    expect(chosen.body).toContain('<html lang="ar" dir="rtl">')
    expect(chosen.headers.vary).not.toContain('language')
    expect(chosen.body).toContain('href="/archive?lang&#x3D;ar"')
    const asked = await page(site, '/t/world', { 'accept-language': 'zh' })
    expect(asked.body).toContain('<html lang="zh" dir="ltr">')
    expect(asked.headers.vary).toContain('accept-language')
    for (const language of ['ar', 'en', 'zh', 'x-default']) expect(asked.body).toContain(`rel="alternate" hreflang="${language}"`)
    expect(asked.body).toContain('<link rel="canonical" href="http://localhost:3000/t/world">')
  })

  test('makes a good card when it is shared', async () => {
    await using site = await openSite(await sqlite.url(), { catcher: false })
    await topics(site.store, 'world')
    await publish(site.store, { key: 'a', title: 'A "fine" story', language: 'zh-Hans' })
    const { slug } = await site.store.db.selectFrom('briefings').select('slug').executeTakeFirstOrThrow()
    const { body } = await page(site, `/b/${slug}`)
    const card = Object.fromEntries(
      [...body.matchAll(/<meta property="([^"]+)" content="([^"]*)">/g)].map(([, name = '', value]) => [name, value]),
    )
    expect(card).toMatchObject({
      'og:type': 'article',
      'og:title': 'A &quot;fine&quot; story',
      'og:url': `http://localhost:3000/b/${slug}`,
      'og:locale': 'zh_CN',
      'article:published_time': '2026-03-10T12:00:00Z',
    })
    const image = await page(site, new URL(card['og:image'] ?? '').pathname)
    expect([image.statusCode, image.headers['content-type']]).toEqual([200, 'image/png'])
  })

  test('has one h1 and skips no level of headings, however a briefing counts its own', async () => {
    await using site = await openSite(await sqlite.url(), { catcher: false, clock: () => MORNING })
    await topics(site.store, 'world')
    const morning = await digest(site.store)
    await publish(site.store, { key: 'a', body: '### Deep\n\nText\n\n##### Deeper\n\n# Top\n\nText' })
    await bringOut(site.store, morning, NOON)
    const { slug } = await site.store.db.selectFrom('briefings').select('slug').executeTakeFirstOrThrow()
    for (const path of [`/b/${slug}`, '/archive', '/archive/2026-03', '/d/morning', '/d/morning/1', '/t/world', '/search?q=story', '/']) {
      const levels = [...(await page(site, path)).body.matchAll(/<h([1-6])[ >]/g)].map(([, level]) => Number(level))
      expect(levels.filter((level) => level === 1).length, path).toBe(1)
      expect(
        levels.every((level, index) => level <= (levels[index - 1] ?? 0) + 1),
        `${path} ${levels.join()}`,
      ).toBe(true)
    }
  })
})
