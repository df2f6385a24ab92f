import { describe, expect, test } from 'vitest'
import { acceptBriefing } from '../../../src/flow/accept-briefing.ts'
import { takeStep } from '../../../src/flow/editing/move-briefing.ts'
import { addTopic } from '../../../src/flow/add-topic.ts'
import { eachDatabase } from '../../support/databases.ts'
import { briefing, NOON, publish, topics } from '../../support/world.ts'
import { olderIn, openSite, sqlite, type Site } from './site.ts'

const slugsIn = (page: string) => [...page.matchAll(/href="\/b\/([^"]+)"/g)].map(([, slug = '']) => slug)

async function slugOf({ store }: Site, id: number): Promise<string> {
  return (await store.db.selectFrom('briefings').select('slug').where('id', '=', id).executeTakeFirstOrThrow()).slug
}

describe.each(eachDatabase)('briefings on the web, on $name', ({ url }) => {
  test('the front page lists what is published, the latest first, and each leads to its whole text', async () => {
    await using site = await openSite(await url())
    await topics(site.store, 'world')
    await publish(site.store, { key: 'a', title: 'Older' })
    const newer = await publish(site.store, { key: 'b', title: 'Newer' })
    await acceptBriefing(site.store, { draft: briefing({ key: 'c', title: 'Draft' }), source: 'tests', asDraft: true }, NOON)
    const { body } = await site.server.inject('/')
    expect([...body.matchAll(/<h3><a [^>]+>([^<]+)/g)].map(([, title]) => title)).toEqual(['Newer', 'Older'])
    expect(slugsIn(body)[0]).toBe(await slugOf(site, newer))
    const story = (await site.server.inject(`/b/${slugsIn(body)[0] ?? ''}`)).body
    for (const part of ['<h1>Newer</h1>', 'First</h', '<li>One point</li>', '1 source', 'href="https://example.org/source"']) {
      expect(story).toContain(part)
    }
  })

  test('a draft, a withdrawn briefing and one that never was get the same answer', async () => {
    await using site = await openSite(await url())
    await topics(site.store, 'world')
    const kept = await acceptBriefing(site.store, { draft: briefing({ key: 'a' }), source: 'tests', asDraft: true }, NOON)
    const gone = await publish(site.store, { key: 'b' })
    await site.store.db.updateTable('briefings').set({ state: 'withdrawn' }).where('id', '=', gone).execute()
    const slugs = [await slugOf(site, kept.ok ? kept.id : 0), await slugOf(site, gone), 'never-was', '..%2f..%2fetc%2fpasswd', "'or'1'='1"]
    const answers = await Promise.all(slugs.map((slug) => site.server.inject(`/b/${slug}`)))
    for (const answer of answers) expect([answer.statusCode, answer.body]).toEqual([404, answers[2]?.body])
  })

  test('a story that was public and is withdrawn says so, and gives nothing of itself away', async () => {
    await using site = await openSite(await url())
    await topics(site.store, 'world')
    const id = await publish(site.store, { key: 'b', title: 'The wrong story' })
    const by = { id: null, name: 'Rosa' }
    expect(await takeStep(site.store, { id, move: 'withdraw' }, by, NOON)).toMatchObject({ ok: true })
    const answer = await site.server.inject(`/b/${await slugOf(site, id)}`)
    expect([answer.statusCode, answer.body.includes('This story was withdrawn')]).toEqual([410, true])
    expect(answer.body).not.toContain('The wrong story')
    await takeStep(site.store, { id, move: 'bring-back' }, by, NOON)
    expect((await site.server.inject(`/b/${await slugOf(site, id)}`)).statusCode).toBe(200)
  })

  test('long lists are turned page by page, and searched', async () => {
    await using site = await openSite(await url())
    await topics(site.store, 'world')
    for (let number = 1; number <= 25; number++) await publish(site.store, { key: String(number), title: `Story ${number} about 100%` })
    await publish(site.store, { key: 'x', title: 'Élection à Québec' })
    const first = (await site.server.inject('/')).body
    expect(new Set(slugsIn(first)).size).toBe(20)
    const older = olderIn(first)
    const second = (await site.server.inject(older)).body
    expect(new Set([...slugsIn(first), ...slugsIn(second)]).size).toBe(26)
    const found = async (search: string) => new Set(slugsIn((await site.server.inject(`/?q=${encodeURIComponent(search)}`)).body)).size
    expect([
      await found('STORY 2'),
      await found('100%'),
      await found('0% '),
      await found('_'),
      await found('Élection'),
      await found('zzz'),
    ]).toEqual([7, 20, 0, 0, 1, 0])
  })

  test('a changed briefing shows what it says now, and where from', async () => {
    await using site = await openSite(await url())
    await topics(site.store, 'world')
    const slug = await slugOf(site, await publish(site.store, { key: 'a', title: 'Before' }))
    const before = await site.server.inject(`/b/${slug}`)
    await publish(site.store, { key: 'a', title: 'After', updatedOn: '2026-03-11', sources: [{ title: 'Paper' }], sourceCount: 3 })
    const after = await site.server.inject(`/b/${slug}`)
    for (const part of ['<h1>After</h1>', '3 sources', 'Updated 11 March 2026', '<li dir="auto">Paper</li>'])
      expect(after.body).toContain(part)
    expect(after.headers.etag).not.toBe(before.headers.etag)
  })
})

describe('the page of a briefing', () => {
  test('is kept by caches for a minute, and not sent again to who has it', async () => {
    await using site = await openSite(await sqlite.url())
    await topics(site.store, 'world')
    const path = `/b/${await slugOf(site, await publish(site.store, { key: 'a' }))}`
    const { headers } = await site.server.inject(path)
    const etag = String(headers.etag)
    expect(headers['cache-control']).toBe('public, max-age=60')
    for (const known of [etag, etag.slice(2), `"x", ${etag}`, '*']) {
      const again = await site.server.inject({ url: path, headers: { 'if-none-match': known } })
      expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', etag])
    }
    expect((await site.server.inject({ url: path, headers: { 'if-none-match': '"x"' } })).statusCode).toBe(200)
    expect((await site.server.inject({ method: 'HEAD', url: path })).headers.etag).toBe(etag)
  })

  test.each([
    ['ar', '<html lang="ar" dir="rtl">', '<article class="briefing" lang="ar" dir="rtl">', 'المصادر'],
    ['zh-Hans', '<html lang="zh" dir="ltr">', '<article class="briefing" lang="zh-Hans" dir="ltr">', '来源'],
    ['he', '<html lang="en" dir="ltr">', '<article class="briefing" lang="he" dir="rtl">', 'Sources'],
  ])('of a text in %s has its direction, and our words in that language where we have them', async (language, html, article, word) => {
    await using site = await openSite(await sqlite.url())
    await topics(site.store, 'world')
    const path = `/b/${await slugOf(site, await publish(site.store, { key: 'a', language }))}`
    const { body } = await site.server.inject({ url: path, headers: { 'accept-language': 'en' } })
    for (const part of [html, article, word]) expect(body).toContain(part)
  })

  test('keeps each topic in the language of its name', async () => {
    await using site = await openSite(await sqlite.url())
    await addTopic(site.store, { slug: 'us', names: { zh: '美国政治要闻' } }, NOON)
    const path = `/b/${await slugOf(site, await publish(site.store, { key: 'a', topics: ['us'] }))}`
    expect((await site.server.inject(path)).body).toContain('<a class="topic" href="/t/us" lang="zh" dir="ltr">美国政治要闻</a>')
  })

  test('prints what is written, and runs none of it', async () => {
    await using site = await openSite(await sqlite.url())
    await topics(site.store, 'world')
    const evil = '<script>alert(1)</script>{{constructor}}"\'><img src=x onerror=alert(1)>'
    const sources = [
      { title: evil, url: 'javascript:alert(1)' },
      { title: 'Other', url: 'https://user:password@evil.example/' },
    ]
    const said = { title: evil, kicker: evil, standfirst: evil, sources, body: `${evil}\n\n[x](javascript:alert(1)) [y](//evil.example)` }
    const path = `/b/${await slugOf(site, await publish(site.store, { key: 'a', ...said }))}`
    for (const page of ['/', path]) {
      const { body } = await site.server.inject(page)
      expect(body).not.toMatch(/<script|<img|onerror=(?!alert\(1\)&gt;)|href="(?:javascript|\/\/)|user:password/i)
      expect(body).toContain('{{constructor}}')
    }
  })
})

describe('the front page', () => {
  test.each([
    ['zh-CN,zh;q=0.9', 'zh', 'ltr'],
    ['fr;q=0.9, ar;q=0.8', 'ar', 'rtl'],
    ['en;q=0.1, zh;q=0.5', 'zh', 'ltr'],
    ['fr', 'en', 'ltr'],
    [',;q=x,,*;q=0, \u0000', 'en', 'ltr'],
    ['zh;q=0, en', 'en', 'ltr'],
  ])('for %j is in %s', async (header, language, dir) => {
    await using site = await openSite(await sqlite.url())
    const { body, headers } = await site.server.inject({ url: '/', headers: { 'accept-language': header } })
    expect(body).toContain(`<html lang="${language}" dir="${dir}">`)
    expect(headers.vary).toContain('accept-language')
  })

  test('may be cached where there is no inbox, and is not where it shows the way to it', async () => {
    await using site = await openSite(await sqlite.url(), { catcher: false })
    expect((await site.server.inject('/')).headers['cache-control']).toBe('public, max-age=60')
    await using catching = await openSite(await sqlite.url())
    expect((await catching.server.inject('/')).headers['cache-control']).toBe('no-store')
  })

  test('of a new installation says that nothing is published yet', async () => {
    await using site = await openSite(await sqlite.url())
    expect((await site.server.inject('/')).body).toContain('Nothing has been published yet.')
  })
})
