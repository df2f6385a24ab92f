import { describe, expect, test } from 'vitest'
import { keepCaught } from '../../../src/flow/keep-caught.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { eachDatabase } from '../../support/databases.ts'
import { NOON } from '../../support/world.ts'
import { olderIn, openSite, sqlite, type Site } from './site.ts'

const HTML =
  '<!doctype html><html><head><title>x</title></head><body><p style="color:red">你好</p><a href="https://example.org/">Link</a></body></html>'

const mail = (subject: string, html = HTML) =>
  [
    'From: "Broadsheet" <digest@broadsheet.example>',
    'To: <aiko@tokyo.example>',
    `Subject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from('The text part <b>').toString('base64'),
    '--b',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(html).toString('base64'),
    '--b--',
    '',
  ].join('\r\n')

const keep = (store: Store, rcptTo: string, raw: string) =>
  keepCaught(store, { mailFrom: 'b@x.example', rcptTo, raw: Buffer.from(raw) }, NOON)

const get = ({ server }: Site, url: string, headers: Record<string, string> = {}) =>
  server.inject({ url, headers: { host: 'localhost:3000', ...headers } })

const recipientsIn = (page: string) => [...page.matchAll(/mail-to" dir="ltr">([^<]+)/g)].map(([, address]) => address)

describe.each(eachDatabase)('the inbox, on $name', ({ url }) => {
  test('lists who got which mail, the newest first', async () => {
    await using site = await openSite(await url())
    await keep(site.store, 'aiko@tokyo.example', mail('Morning: 早上好'))
    await keep(site.store, 'layla@cairo.example', mail('الصباح'))
    const { body } = await get(site, '/inbox')
    expect(recipientsIn(body)).toEqual(['layla@cairo.example', 'aiko@tokyo.example'])
    for (const part of ['Morning: 早上好', 'الصباح', 'Nothing left this machine', '2 mails']) expect(body).toContain(part)
  })

  test('is searched by address and by subject, whatever is typed', async () => {
    await using site = await openSite(await url())
    await keep(site.store, 'aiko@tokyo.example', mail('100% of the Vote'))
    await keep(site.store, 'layla@cairo.example', mail('الصباح'))
    const found = async (search: string) => recipientsIn((await get(site, `/inbox?q=${encodeURIComponent(search)}`)).body).length
    const searches = ['AIKO', 'cairo', 'vote', '100%', '0%V', '_', 'صباح', "'", '!', '\\', '', ' vote ', '"><script>']
    expect(await Promise.all(searches.map(found))).toEqual([1, 1, 1, 1, 0, 0, 1, 0, 0, 0, 2, 1, 0])
    expect((await get(site, '/inbox?q=a&q=b&before=x')).statusCode).toBe(200)
  })

  test('is turned page by page', async () => {
    await using site = await openSite(await url())
    for (let number = 1; number <= 55; number++) await keep(site.store, `r${number}@mail.example`, mail('x'))
    const first = (await get(site, '/inbox?q=mail')).body
    const older = olderIn(first)
    expect(older).toContain('q=mail')
    const second = (await get(site, older)).body
    expect(recipientsIn(first)).toHaveLength(50)
    expect(recipientsIn(second)).toEqual(['r5@mail.example', 'r4@mail.example', 'r3@mail.example', 'r2@mail.example', 'r1@mail.example'])
  })

  test('shows a mail as html in a sandbox, as text, and its source byte for byte', async () => {
    await using site = await openSite(await url())
    const raw = mail('早上好')
    await keep(site.store, 'aiko@tokyo.example', raw)
    const page = (await get(site, '/inbox/1')).body
    expect(page).toContain('<h1 dir="auto">早上好</h1>')
    expect(page).toMatch(/<iframe [^>]*src="\/inbox\/1\/html" sandbox="allow-popups allow-popups-to-escape-sandbox">/)
    expect((await get(site, '/inbox/1?view=text')).body).toContain('The text part &lt;b&gt;')
    expect((await get(site, '/inbox/1?view=source')).body).toContain('Content-Type: multipart/alternative; boundary&#x3D;b')
    const source = await get(site, '/inbox/1/source')
    expect(source.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(source.rawPayload.equals(Buffer.from(raw))).toBe(true)
    for (const path of [
      '/inbox/2',
      '/inbox/2/html',
      '/inbox/2/source',
      '/inbox/x',
      '/inbox/-1',
      '/inbox/1e3',
      `/inbox/${'9'.repeat(15)}`,
    ]) {
      expect((await get(site, path)).statusCode, path).toBe(404)
    }
  })
})

describe('a caught mail', () => {
  test('runs nothing and fetches nothing, and opens its links beside it', async () => {
    await using site = await openSite(await sqlite.url())
    await keep(site.store, 'aiko@tokyo.example', mail('x'))
    const { body, headers } = await get(site, '/inbox/1/html')
    const policy = String(headers['content-security-policy'])
    for (const rule of ['sandbox', "default-src 'none'", 'img-src data:', "frame-ancestors 'self'"]) expect(policy).toContain(rule)
    expect(policy).not.toMatch(/allow-scripts|allow-same-origin|allow-forms/)
    expect(body).toBe(HTML.replace('<head>', '<head><base target="_blank">'))
  })

  test('without html shows its text, without either its source', async () => {
    await using site = await openSite(await sqlite.url())
    await keep(site.store, 'a@mail.example', 'Subject: plain\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nOnly text <i>\r\n')
    await keep(site.store, 'b@mail.example', '')
    expect((await get(site, '/inbox/1')).body).toContain('Only text &lt;i&gt;')
    expect((await get(site, '/inbox/1?view=html')).body).not.toContain('<iframe')
    const nothing = (await get(site, '/inbox/2?view=text')).body
    expect(nothing).toContain('(no subject)')
    expect(nothing).toMatch(/<pre class="source"/)
  })
})

describe('the inbox is for people on this machine alone', () => {
  test.each([
    ['from another machine', { remoteAddress: '192.168.1.20' }],
    ['from another machine over IPv6', { remoteAddress: '2001:db8::1' }],
    ['for another host, as a page does that leads here under its own name', { headers: { host: 'evil.example' } }],
    ['for a host that begins like ours', { headers: { host: 'localhost.evil.example' } }],
    ['through a proxy that says for whom', { headers: { 'x-forwarded-for': '127.0.0.1' } }],
    ['through a proxy that says so as the standard has it', { headers: { forwarded: 'for=127.0.0.1' } }],
    ['through a proxy that names itself', { headers: { via: '1.1 proxy' } }],
    ['through a proxy that only says for which host', { headers: { 'x-forwarded-host': 'localhost' } }],
  ])('and does not exist %s', async (_, asked: { remoteAddress?: string; headers?: Record<string, string> }) => {
    await using site = await openSite(await sqlite.url())
    await keep(site.store, 'aiko@tokyo.example', mail('x'))
    const headers = { host: 'localhost:3000', ...asked.headers }
    const nowhere = await site.server.inject({ ...asked, headers, url: '/nowhere' })
    for (const url of ['/inbox', '/inbox/1', '/inbox/1/html', '/inbox/1/source']) {
      const answer = await site.server.inject({ ...asked, headers, url })
      expect([answer.statusCode, answer.body]).toEqual([404, nowhere.body])
    }
    expect((await site.server.inject({ ...asked, headers, url: '/' })).body).not.toContain('/inbox')
  })

  test.each([
    ['127.0.0.1', '127.0.0.1:3000'],
    ['::1', '[::1]:3000'],
    ['::ffff:127.0.0.1', 'LOCALHOST'],
    ['127.8.9.1', 'localhost'],
  ])('and is there from %s for %s', async (remoteAddress, host) => {
    await using site = await openSite(await sqlite.url())
    expect((await site.server.inject({ url: '/inbox', remoteAddress, headers: { host } })).statusCode).toBe(200)
    expect((await site.server.inject({ url: '/', remoteAddress, headers: { host } })).body).toContain('href="/inbox"')
  })

  test('and does not exist where a mail server is set', async () => {
    await using site = await openSite(await sqlite.url(), { catcher: false })
    expect((await get(site, '/inbox')).statusCode).toBe(404)
    expect((await get(site, '/')).body).not.toContain('/inbox')
  })
})
