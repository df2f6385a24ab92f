import { describe, expect, test } from 'vitest'
import { editDigest } from '../../../src/flow/edit-digest.ts'
import { eachDatabase } from '../../support/databases.ts'
import { at, digest, NOON, publish, reader, topics } from '../../support/world.ts'
import { bringOut } from './published.ts'
import { openSite, type Site } from './site.ts'

const EVENING = at('2026-03-11T20:00:00Z')

const slugOf = async ({ store }: Site, id: number): Promise<string> =>
  (await store.db.selectFrom('briefings').select('slug').where('id', '=', id).executeTakeFirstOrThrow()).slug

const corrections = (page: string): string => /<section class="notice corrections"[^]*?<\/section>/.exec(page)?.[0] ?? ''

describe.each(eachDatabase)('on $name', ({ url }) => {
  test('a briefing shows what corrected it, when and how, apart from its revisions, and the correction what it corrects', async () => {
    await using site = await openSite(await url(), { catcher: false, clock: () => EVENING })
    const { store, server } = site
    await topics(store, 'world')
    const wrong = `/b/${await slugOf(site, await publish(store, { key: 'bridge', title: 'The bridge is 90 metres long' }))}`
    expect(corrections((await server.inject(wrong)).body)).toBe('')
    const said = { key: 'bridge-right', corrects: 'bridge', title: 'The bridge is 190 metres long', standfirst: 'We wrote 90 <metres>.' }
    const right = `/b/${await slugOf(site, await publish(store, said, NOON + 1))}`
    await publish(store, { key: 'bridge', title: 'The bridge is 90 metres long', body: 'Another text.' }, NOON + 2)
    const { body } = await server.inject(wrong)
    expect(corrections(body)).toContain(`<a href="${right}">The bridge is 190 metres long</a>`)
    expect(corrections(body)).toContain('<time datetime="2026-03-10">10 March 2026</time>')
    expect(corrections(body)).toContain('We wrote 90 &lt;metres&gt;.')
    expect(body.match(/<section class="revisions"/g)).toHaveLength(1)
    const correction = (await server.inject(right)).body
    expect(correction).toMatch(new RegExp(`This corrects an earlier story: <a href="${wrong}"[^>]*>The bridge is 90 metres long</a>`))
    expect(corrections(correction)).toBe('')
  })

  test('a digest that is made private leaves the web at once, out of every page that is kept in memory, and comes back', async () => {
    await using site = await openSite(await url(), { catcher: false, clock: () => EVENING })
    const { store, server } = site
    await topics(store, 'world')
    const morning = await digest(store)
    await publish(store, { key: 'a', title: 'A quieter harbour' })
    await reader(store, 'aiko@tokyo.example')
    await bringOut(store, morning, at('2026-03-10T12:30:00Z'))
    const places = ['/d/morning', '/d/morning/1', '/t/world', `/b/${await slugOf(site, 1)}`, '/d/morning/feed.rss', '/t/world/feed.json']
    const statuses = async (): Promise<number[]> => Promise.all(places.map(async (path) => (await server.inject(path)).statusCode))
    const lists = async (): Promise<boolean[]> =>
      Promise.all(
        ['/', '/archive', '/search?q=harbour', '/archive/2026-03'].map(async (path) =>
          (await server.inject(path)).body.includes('A quieter harbour'),
        ),
      )
    const all = <Value>(value: Value, count: number): Value[] => Array<Value>(count).fill(value)
    expect([await statuses(), (await lists()).includes(true)]).toEqual([all(200, 6), true])
    const seen = await lists()
    await editDigest(store, 'morning', { isPublic: false }, EVENING + 1)
    expect([await statuses(), await lists()]).toEqual([all(404, 6), all(false, 4)])
    expect((await server.inject('/sign-up')).body).not.toContain('name="address"')
    await editDigest(store, 'morning', { isPublic: true }, EVENING + 2)
    expect([await statuses(), await lists()]).toEqual([all(200, 6), seen])
  })
})
