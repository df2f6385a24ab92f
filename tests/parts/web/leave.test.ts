import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { subscriptionToken } from '../../../src/domain/links.ts'
import { signWith } from '../../../src/flow/sign.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, PUBLICATION, reader } from '../../support/world.ts'
import { everythingIn, FORM, openSite, readerOf, sqlite, statesIn, tokenOf, type Site } from './site.ts'

const ONE_CLICK = 'List-Unsubscribe=One-Click'
const MULTIPART = { 'content-type': 'multipart/form-data; boundary=----b' }
const multipart = (name: string, value: string, newline = '\r\n') =>
  ['------b', `Content-Disposition: form-data; name="${name}"`, '', value, '------b--', ''].join(newline)

const post = ({ server }: Site, token: string, payload: string, headers: Record<string, string> = FORM) =>
  server.inject({ method: 'POST', url: `/u/${token}`, headers, payload })

describe.each(eachDatabase)('leaving a digest, on $name', ({ url }) => {
  test('one click in a mail program ends the subscription, and answers 200 without redirect or cookie', async () => {
    await using site = await openSite(await url())
    const token = await readerOf(site)
    const answer = await post(site, token, ONE_CLICK)
    expect(answer.statusCode).toBe(200)
    expect(answer.headers.location).toBeUndefined()
    expect(answer.headers['set-cookie']).toBeUndefined()
    expect(await statesIn(site)).toEqual(['ended by one-click'])
  })

  test('the button on the page does the same', async () => {
    await using site = await openSite(await url())
    const token = await readerOf(site)
    const page = (await site.server.inject(`/u/${token}`)).body
    const [, action = '', field = ''] = /<form method="post" action="([^"]+)">\s*<input type="hidden" name="([^"]+)"/.exec(page) ?? []
    expect(page.match(/<button/g)).toHaveLength(1)
    expect((await site.server.inject({ method: 'POST', url: action, headers: FORM, payload: `${field}=yes` })).statusCode).toBe(200)
    expect(await statesIn(site)).toEqual(['ended by page'])
  })

  test('asked again, it answers the same; so it does when the person is unknown by now', async () => {
    await using site = await openSite(await url())
    const token = await readerOf(site)
    const first = await post(site, token, ONE_CLICK)
    const second = await post(site, token, ONE_CLICK)
    expect([second.statusCode, second.body]).toEqual([200, first.body])
    for (const table of ['consents', 'choices', 'subscriptions', 'subscribers'] as const) await site.store.db.deleteFrom(table).execute()
    expect((await post(site, token, ONE_CLICK)).statusCode).toBe(200)
    expect((await site.server.inject(`/u/${token}`)).statusCode).toBe(200)
  })

  test('by the address of a mail of two digests both are left: by one click, and by the button of its page', async () => {
    await using site = await openSite(await url())
    const token = await readerOf(site)
    await digest(site.store, { slug: 'evening' })
    await reader(site.store, 'aiko@tokyo.example', { digest: 'evening' })
    const also = await tokenOf(site.store, 'aiko@tokyo.example', 2)
    const page = (await site.server.inject(`/u/${token}?also=${also}`)).body
    expect(page).toContain(`?also&#x3D;${also}`)
    await post(site, `${token}?also=${also}&also=forged-token`, ONE_CLICK)
    expect(await statesIn(site)).toEqual(['ended by one-click', 'ended by one-click'])
  })

  test('only the one digest is left, unless everything is asked for', async () => {
    await using site = await openSite(await url())
    const token = await readerOf(site)
    await digest(site.store, { slug: 'evening' })
    await digest(site.store, { slug: 'weekly' })
    await reader(site.store, 'aiko@tokyo.example', { digest: 'evening' })
    await reader(site.store, 'aiko@tokyo.example', { digest: 'weekly' })
    await reader(site.store, 'david@london.example')
    expect((await site.server.inject(`/u/${token}`)).body).toContain('Leave the 2 other digests')
    await post(site, token, `${ONE_CLICK}&all=yes`)
    expect(await statesIn(site)).toEqual(['ended by one-click', 'active', 'active', 'active'])
    await post(site, await tokenOf(site.store, 'aiko@tokyo.example', 2), 'confirm=yes&all=yes')
    expect(await statesIn(site)).toEqual(['ended by one-click', 'ended by page', 'ended by page', 'active'])
  })

  test('reading the page never changes anything, by whatever method', async () => {
    await using site = await openSite(await url())
    const token = await readerOf(site)
    const before = await everythingIn(site)
    for (const method of ['GET', 'HEAD', 'OPTIONS'] as const) {
      await site.server.inject({ method, url: `/u/${token}?List-Unsubscribe=One-Click&confirm=yes` })
      await site.server.inject({ method, url: `/p/${token}?topic=sport&wish=come-back` })
    }
    expect(await everythingIn(site)).toEqual(before)
  })
})

describe('what a mail program posts', () => {
  let site: Site
  let readers = 0
  beforeAll(async () => {
    site = await openSite(await sqlite.url())
    await readerOf(site)
  })
  afterAll(() => site[Symbol.asyncDispose]())

  /** Every test has a reader of its own. */
  async function freshReader(): Promise<{ token: string; state: () => Promise<string | undefined> }> {
    const address = `reader${++readers}@mail.example`
    await reader(site.store, address)
    const place = (await statesIn(site)).length - 1
    return { token: await tokenOf(site.store, address), state: async () => (await statesIn(site))[place] }
  }

  test.each([
    ['url-encoded, with a charset', ONE_CLICK, { 'content-type': 'Application/X-WWW-Form-Urlencoded; charset=UTF-8' }],
    ['url-encoded, with a line end', `${ONE_CLICK}\r\n`, FORM],
    ['multipart', multipart('List-Unsubscribe', 'One-Click'), MULTIPART],
    ['multipart with bare line feeds', multipart('List-Unsubscribe', 'One-Click', '\n'), MULTIPART],
    [
      'multipart with a quoted boundary',
      multipart('List-Unsubscribe', 'One-Click'),
      { 'content-type': 'multipart/form-data; boundary="----b"' },
    ],
    ['without a type', ONE_CLICK, {}],
    [
      'with cookies and a strange origin',
      ONE_CLICK,
      { ...FORM, cookie: 'session=1', origin: 'https://evil.example', referer: 'https://evil.example' },
    ],
  ])('%s, it acts', async (_, body, headers) => {
    const { token, state } = await freshReader()
    expect((await post(site, token, body, headers as Record<string, string>)).statusCode).toBe(200)
    expect(await state()).toBe('ended by one-click')
  })

  test.each([
    ['nothing', '', FORM],
    ['nothing, without a type', '', {}],
    ['another value', 'List-Unsubscribe=Yes', FORM],
    ['another field', 'Unsubscribe=One-Click', FORM],
    ['the field in the wrong case', 'list-unsubscribe=one-click', FORM],
    ['JSON', '{"List-Unsubscribe":"One-Click"}', { 'content-type': 'application/json' }],
    ['plain text', ONE_CLICK, { 'content-type': 'text/plain' }],
    ['multipart without a boundary', multipart('List-Unsubscribe', 'One-Click'), { 'content-type': 'multipart/form-data' }],
    ['multipart with another field', multipart('Other', 'One-Click'), MULTIPART],
    ['a type that is none', ONE_CLICK, { 'content-type': 'what/ever/;;' }],
    ['two megabytes', `${ONE_CLICK}&x=${'x'.repeat(2_000_000)}`, FORM],
    ['a token in the body', `token=1-1-abc&${multipart('confirm', 'yes')}`, FORM],
  ])('%s, it shows the page and does nothing', async (_, body, headers) => {
    const { token, state } = await freshReader()
    const answer = await post(site, token, body, headers)
    expect(answer.statusCode).toBeGreaterThanOrEqual(400)
    expect(answer.statusCode).toBeLessThan(500)
    expect(answer.headers['content-type']).toContain('text/html')
    expect(await state()).toBe('active')
  })

  test('what is larger than 8 KB is not read to its end', async () => {
    const { token, state } = await freshReader()
    const body = (bytes: number) => `${ONE_CLICK}&x=${'x'.repeat(bytes - ONE_CLICK.length - 3)}`
    expect((await post(site, token, body(8193))).statusCode).toBe(413)
    expect(await state()).toBe('active')
    expect((await post(site, token, body(8192))).statusCode).toBe(200)
  })

  test('hostile case 37: a token must be right to the last character; all others get the same answer', async () => {
    const { token, state } = await freshReader()
    const [subscriber, digestId, signature = ''] = token.split('-')
    const other = subscriptionToken({ subscriberId: readers + 1, digestId: 1 }, signWith('another secret that is long enough too'))
    const wrong = [
      token.slice(0, -1),
      `${token}x`,
      `${token.slice(0, -1)}${token.endsWith('a') ? 'b' : 'a'}`,
      `1-${digestId}-${signature}`,
      `${subscriber}-2-${signature}`,
      `${subscriber}-${digestId}-2${signature.slice(1)}`,
      token.toUpperCase(),
      other,
      PUBLICATION.sign('subscription', '1-1'),
      'x'.repeat(500),
      '%2e%2e%2fetc%2fpasswd',
      '%E0%A4%A',
      `${token}/`,
      `${token}!`,
      '-',
    ]
    const answers = await Promise.all(
      wrong.flatMap((word) => [post(site, word, ONE_CLICK), site.server.inject(`/u/${word}`), site.server.inject(`/p/${word}`)]),
    )
    const nowhere = await site.server.inject('/nowhere')
    for (const answer of answers) expect([answer.statusCode, answer.body]).toEqual([404, nowhere.body])
    expect(await state()).toBe('active')
  })

  test.each(['.', ',', ')', '>', '%3E', '.)', ').,'])('the %s that a mail program dragged along does not matter', async (tail) => {
    const { token, state } = await freshReader()
    expect((await site.server.inject(`/u/${token}${tail}`)).body).toContain(`action="/u/${token}"`)
    expect((await site.server.inject(`/p/${token}${tail}`)).body).toContain(`action="/p/${token}"`)
    expect((await post(site, `${token}${tail}`, ONE_CLICK)).statusCode).toBe(200)
    expect(await state()).toBe('ended by one-click')
  })
})

describe('the page', () => {
  test.each([
    [['zh', 'en'], 'lang="zh" dir="ltr"', '退订', '晨报'],
    [['ar'], 'lang="ar" dir="rtl"', 'ألغِ الاشتراك', 'الصباح'],
    [['fr', 'zh-Hans'], 'lang="zh" dir="ltr"', '退订', '晨报'],
    [['fr'], 'lang="en" dir="ltr"', 'Unsubscribe', 'Morning'],
  ])('of a reader of %s speaks that language', async (languages, html, button, name) => {
    await using site = await openSite(await sqlite.url())
    const token = await readerOf(site, languages)
    const { body } = await site.server.inject({ url: `/u/${token}`, headers: { 'accept-language': 'es' } })
    for (const part of [`<html ${html}>`, `${button}</button>`, `>${name}</span>`]) expect(body).toContain(part)
  })

  test('shows no more of the address than its first letter and its domain, and is kept by nobody', async () => {
    await using site = await openSite(await sqlite.url())
    const token = await readerOf(site)
    for (const path of [`/u/${token}`, `/p/${token}`]) {
      const { body, headers } = await site.server.inject(path)
      expect(body).toContain('a…@tokyo.example')
      expect(body).not.toContain('aiko@')
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow', 'referrer-policy': 'no-referrer' })
    }
  })

  test('of who has left says so, has no button, and shows the way back', async () => {
    await using site = await openSite(await sqlite.url())
    const token = await readerOf(site)
    await post(site, token, ONE_CLICK)
    const { body } = await site.server.inject(`/u/${token}`)
    expect(body).toContain('You have unsubscribed')
    expect(body).toContain(`href="/p/${token}"`)
    expect(body).not.toContain('<button')
  })
})
