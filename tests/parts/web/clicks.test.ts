import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../../src/domain/instant.ts'
import { composeNow } from '../../../src/flow/compose-issue.ts'
import { approveIssue } from '../../../src/flow/approve-issue.ts'
import { editIssue } from '../../../src/flow/issues/edit-issue.ts'
import { planOf } from '../../../src/flow/issues/issue-plan.ts'
import { previewIssue } from '../../../src/flow/preview-issue.ts'
import type { Publication } from '../../../src/flow/publication.ts'
import { renderParts } from '../../../src/flow/render-parts.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { findIssue } from '../../../src/store/issues.ts'
import { listClicks } from '../../../src/store/listings/clicks.ts'
import { faultsOf } from '../../support/captured.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, NOON, publish, PUBLICATION, reader, topics } from '../../support/world.ts'
import { openSite, sqlite, type Site } from './site.ts'

const COUNTING: Publication = { ...PUBLICATION, countsClicks: true }
const BROWSER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/144.0' }
const INTRODUCTION =
  'See [the council](https://council.example/?a=1&b=2) and <https://harbour.example/plan>, or [write](mailto:desk@example.org).'

/** Issue 1 of `morning` with one story and an introduction, a draft. */
async function openDraft(store: Store): Promise<void> {
  await topics(store, 'world')
  const morning = await digest(store)
  await publish(store, { key: 'harbour', title: 'A quieter harbour' })
  await reader(store, 'aiko@tokyo.example')
  await composeNow(store, morning, NOON)
  const edit = { kind: 'introduction' as const, language: 'en', text: INTRODUCTION }
  expect(await editIssue(store, { issueId: 1, edit }, { id: null, name: 'Rosa' }, NOON)).toMatchObject({ ok: true })
}

async function partsOf(store: Store, publication: Publication): Promise<string[]> {
  const issue = await findIssue(store.db, 1)
  if (!issue) throw new Error('There is no issue')
  return (await renderParts(store.db, await planOf(store.db, issue), publication)).map(({ content }) => content)
}

const COUNTED = /http:\/\/localhost:3000\/l\/[^\s"<>)⟦\u0000-\u001f]+/g

async function linksOf(store: Store): Promise<string[]> {
  const parts = (await partsOf(store, COUNTING)).join(' ')
  return [...new Set([...parts.matchAll(COUNTED)].map(([link]) => plain(link)))]
}

const plain = (link: string): string => link.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&')
const follow = ({ server }: Site, link: string, remoteAddress = '192.0.2.1', headers: object = {}, method: 'GET' | 'HEAD' = 'GET') =>
  server.inject({ method, url: link.replace('http://localhost:3000', ''), remoteAddress, headers: { ...BROWSER, ...headers } })
const find = (links: string[], what: string): string =>
  links.find((link) => decodeURIComponent(link).includes(what)) ?? `no link to ${what}`

const approve = (store: Store) => approveIssue(store, { issueId: 1, by: 'Rosa', releaseAt: NOON }, COUNTING, NOON)

test('where clicks are not counted, every part is what it would be, to the byte; where they are, only links to stories differ', async () => {
  await using site = await openSite(await sqlite.url())
  await openDraft(site.store)
  const [off, on] = [await partsOf(site.store, { ...PUBLICATION, countsClicks: false }), await partsOf(site.store, COUNTING)]
  expect(off).toEqual(await partsOf(site.store, PUBLICATION))
  expect(off.join(' ')).not.toContain('/l/')
  const targets = (part: string, escape = (text: string) => text): string =>
    part.replaceAll(COUNTED, (link) => {
      const to = new URL(plain(link)).searchParams.get('to') ?? ''
      return escape(to.startsWith('/') ? `http://localhost:3000${to}` : to)
    })
  const isHtml = (part: string): boolean => part.includes('<')
  // In the text part, a longer address may stand on a line of its own.
  const folded = (part: string): string => part.replaceAll(/\s+/g, ' ')
  expect(on.map((part) => folded(targets(part, isHtml(part) ? (to) => to.replaceAll('&', '&amp;') : undefined)))).toEqual(off.map(folded))
  const text = on.join(' ')
  expect(text).toContain('<a class="accent" style="color:#9c2a1f" href="https://harbour.example/plan"')
  expect(text).toContain('mailto:desk@example.org')
})

test('a mail whose links are counted keeps every rule that other mails keep, and its own ways out are left as they are', async () => {
  await using site = await openSite(await sqlite.url())
  await openDraft(site.store)
  const shown = await previewIssue(site.store.db, { what: '1', as: 'aiko@tokyo.example' }, COUNTING, NOON)
  const raw = shown.ok ? Buffer.concat(shown.message.raw) : Buffer.of()
  expect(faultsOf(raw, { recipient: 'aiko@tokyo.example', dkim: 'absent' })).toEqual([])
  const links = await linksOf(site.store)
  expect(links.map((link) => new URL(link).searchParams.get('to')).sort()).toEqual([
    '/b/a-quieter-harbour-dcb00282',
    'https://council.example/?a=1&b=2',
  ])
})

test('a link leads where it was made to lead and nowhere else: forged, changed or asked twice, there is no such page', async () => {
  await using site = await openSite(await sqlite.url(), { publication: COUNTING })
  await openDraft(site.store)
  await approve(site.store)
  const links = await linksOf(site.store)
  const story = await follow(site, find(links, '/b/'))
  expect([story.statusCode, story.headers.location]).toEqual([302, 'http://localhost:3000/b/a-quieter-harbour-dcb00282'])
  const away = find(links, 'council.example')
  expect((await follow(site, away)).headers.location).toBe('https://council.example/?a=1&b=2')
  const [before = ''] = away.split('?to=')
  const wrong = [before, `${before}?to=https://evil.example`, `${before}?to=//evil.example`, `${away}&to=https://evil.example`]
  for (const link of [...wrong, away.replace('/l/1-1-0', '/l/1-2-0'), away.replace(/.(?=\?to=)/, '_')])
    expect((await follow(site, link)).statusCode, link).toBe(404)
  // Mails of the time when it was on keep their links.
  await using off = await openSite(await sqlite.url())
  expect((await follow(off, away)).headers.location).toBe('https://council.example/?a=1&b=2')
})

describe.each(eachDatabase)('clicks on $name', ({ url }) => {
  test('are counted by link and issue, once a minute for a network, not for machines or what looks ahead, and written down at the stop', async () => {
    await using ahead = await openSite(await url(), { publication: COUNTING })
    const { store } = ahead
    await openDraft(store)
    const links = await linksOf(store)
    const [story, away] = [find(links, '/b/'), find(links, 'council.example')]
    await follow(ahead, story)
    await ahead.server.close()
    expect(await listClicks(store.db, 1), 'clicks of test mails, before the yes').toEqual([])
    await approve(store)

    let now = NOON
    const { buildServer } = await import('../../../src/web/build-server.ts')
    const server = await buildServer({ ...ahead.options, clock: () => now })
    const site = { ...ahead, server }
    for (const address of ['192.0.2.1', '192.0.2.77', '198.51.100.4']) await follow(site, story, address)
    await follow(site, away, '192.0.2.1')
    await follow(site, story, '203.0.113.1', {}, 'HEAD')
    await follow(site, story, '203.0.113.2', { 'sec-purpose': 'prefetch' })
    await follow(site, story, '203.0.113.3', { 'user-agent': 'curl/8.5.0' })
    await follow(site, story, '203.0.113.4', { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' })
    now += MINUTE
    await follow(site, story, '192.0.2.1')
    expect(await listClicks(store.db, 1), 'before they are written down').toEqual([])
    await server.close()
    expect(await listClicks(store.db, 1)).toEqual([
      { link: '/b/a-quieter-harbour-dcb00282', briefingId: 1, title: 'A quieter harbour', clicks: 3 },
      { link: 'https://council.example/?a=1&b=2', briefingId: null, title: null, clicks: 1 },
    ])
    expect(
      (await store.db.introspection.getTables())
        .find(({ name }) => name === 'issue_clicks')
        ?.columns.map(({ name }) => name)
        .sort(),
    ).toEqual(['briefing_id', 'clicks', 'hour', 'issue_id', 'link'])
  })
})

test('the pages on which people sign up say that clicks are counted, where they are', async () => {
  await using on = await openSite(await sqlite.url(), { publication: COUNTING })
  await openDraft(on.store)
  const said = 'We count how often the links in our mails are followed'
  expect((await on.server.inject('/sign-up')).body).toContain(said)
  await using off = await openSite(await sqlite.url())
  await openDraft(off.store)
  expect((await off.server.inject('/sign-up')).body).not.toContain(said)
})
