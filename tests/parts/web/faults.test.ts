import { describe, expect, test } from 'vitest'
import { browse, worker } from '../desk/desk-site.ts'
import { publish, topics } from '../../support/world.ts'
import { FORM, openSite, readerOf, sqlite } from './site.ts'

describe('when something breaks on our side', () => {
  test('the page is calm, tells nothing of the inside, and the log names the route but no token', async () => {
    await using site = await openSite(await sqlite.url())
    const token = await readerOf(site)
    await site.store.db.schema.alterTable('subscriptions').renameTo('elsewhere').execute()
    for (const [method, path] of [
      ['GET', '/u/'],
      ['POST', '/u/'],
      ['GET', '/p/'],
      ['POST', '/p/'],
    ] as const) {
      const answer = await site.server.inject({ method, url: path + token, headers: FORM, payload: method === 'POST' ? 'confirm=yes' : '' })
      expect(answer.statusCode).toBe(500)
      expect(answer.body).toContain('Something broke on our side')
      expect(answer.body).not.toMatch(/subscriptions|SQLITE|Error:|\.ts|node_modules/)
      expect(answer.headers['cache-control']).toBe('no-store')
    }
    expect(site.trouble.map((what) => (what as { route: string }).route)).toEqual([
      'GET /u/:token',
      'POST /u/:token',
      'GET /p/:token',
      'POST /p/:token',
    ])
    expect(JSON.stringify(site.trouble.map(visible))).not.toContain(token)
    expect(JSON.stringify(site.trouble.map(visible))).not.toContain('aiko')
  })

  test('the fault of one page is the fault of one: the next works', async () => {
    await using site = await openSite(await sqlite.url())
    await site.store.db.schema.alterTable('caught_messages').renameTo('elsewhere').execute()
    expect((await site.server.inject('/inbox')).statusCode).toBe(500)
    expect((await site.server.inject('/')).statusCode).toBe(200)
  })
})

test('a fault within the desk is told by a page of the desk, from which one goes on', async () => {
  await using site = await openSite(await sqlite.url())
  await worker(site, 'admin')
  const browser = browse(site)
  await browser.signIn('admin@example.com')
  await site.store.db.schema.alterTable('suppressions').renameTo('nowhere').execute()
  const { statusCode, body } = await browser.get('/desk/suppressions')
  expect(statusCode).toBe(500)
  for (const part of ['Something broke on our side', 'href="/desk"', 'Subscribers']) expect(body).toContain(part)
  expect(body).not.toMatch(/SQLITE|no such table|\.ts/)
  expect(site.trouble.map((what) => (what as { route: string }).route)).toEqual(['GET /desk/suppressions'])
})

test('what is not there is said in the language of who asks, with a way on', async () => {
  await using site = await openSite(await sqlite.url())
  const { body, statusCode } = await site.server.inject({ url: '/nowhere', headers: { 'accept-language': 'ar' } })
  expect(statusCode).toBe(404)
  for (const part of ['<html lang="ar" dir="rtl">', 'لا شيء هنا', 'href="/"']) expect(body).toContain(part)
})

test('every page keeps to the same strict rules', async () => {
  await using site = await openSite(await sqlite.url())
  const token = await readerOf(site)
  await topics(site.store, 'more')
  await publish(site.store, { key: 'a' })
  const { slug } = await site.store.db.selectFrom('briefings').select('slug').executeTakeFirstOrThrow()
  for (const path of ['/', `/b/${slug}`, `/u/${token}`, `/p/${token}`, '/inbox', '/nowhere', '/archive', '/search?q=a']) {
    const { body, headers } = await site.server.inject(path)
    const policy = String(headers['content-security-policy'])
    for (const rule of ["default-src 'none'", "style-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"])
      expect(policy, path).toContain(rule)
    expect(policy).not.toMatch(/unsafe|https?:|\*/)
    expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' })
    expect(headers['set-cookie']).toBeUndefined()
    // Scripts are files of this server.
    const scripts = body.match(/<script[^>]*>/g) ?? []
    for (const script of scripts) expect(script).toMatch(/^<script defer src="\/assets\/[0-9a-f]{12}-(?:htmx|zone)\.js">$/)
    expect(body).not.toMatch(/<script>|\sstyle=|\son\w+=|(?:src|<link rel="(?!canonical|alternate)[^>]+href)="(?:https?:)?\/\//i)
  }
})

test('styles and icon are ours, and kept for ever under a name that changes with them', async () => {
  await using site = await openSite(await sqlite.url())
  const { body } = await site.server.inject('/')
  const paths = [...body.matchAll(/<link rel="(?:stylesheet|icon)" [^>]*href="([^"]+)"/g)].map(([, path = '']) => path)
  expect(paths).toHaveLength(2)
  for (const path of paths) {
    const answer = await site.server.inject(path)
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'public, max-age=31536000, immutable'])
    expect(answer.body).not.toMatch(/@import|url\(/)
  }
})

test('behind a proxy that serves us in a folder, every address begins with it', async () => {
  await using plain = await openSite(await sqlite.url())
  const links = { ...plain.options.publication.links, home: () => 'https://example.org/news/' }
  await using site = await openSite(await sqlite.url(), { publication: { ...plain.options.publication, links } })
  const token = await readerOf(site)
  await publish(site.store, { key: 'a' })
  for (const path of ['/', `/u/${token}`, `/p/${token}`, '/inbox', '/nowhere']) {
    const { body } = await site.server.inject(path)
    const places = [...body.matchAll(/(?:href|action)="([^"#]+)"/g)].map(([, place = '']) => place)
    expect(places.filter((place) => !/^(?:https:\/\/example\.org)?\/news\//.test(place))).toEqual([])
  }
})

// Of an error, everything that a log would write.
const visible = (what: object): unknown =>
  Object.fromEntries(Object.entries(what).map(([name, value]) => [name, value instanceof Error ? `${value.stack}` : value]))
