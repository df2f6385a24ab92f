import { describe, expect, test } from 'vitest'
import type { FastifyInstance } from 'fastify'
import { linksOf, subscriptionToken } from '../../../src/domain/links.ts'
import { isSignedWith, signWith } from '../../../src/flow/sign.ts'
import { readReportAddress, unsubscribeAddress } from '../../../src/mail/report-address.ts'
import { buildServer } from '../../../src/web/build-server.ts'
import { read } from '../../support/captured.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, PUBLICATION, reader } from '../../support/world.ts'
import { openSending, type Sending } from '../deliver/sending.ts'
import { everythingIn, FORM, openSite, optionsOver, readerOf, sqlite, statesIn } from './site.ts'

const ONE_CLICK = 'List-Unsubscribe=One-Click'
const MULTIPART = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
const SCANNERS = [
  'Mozilla/5.0 (compatible; BarracudaCentral)',
  'Proofpoint/URL Defense',
  'Mimecast',
  'Outlook-SafeLinks',
  'GoogleImageProxy',
]

/** Its mail to Aiko as it left, and the server that its links lead to. */
async function sentMail(sending: Sending): Promise<{ raw: string; fields: (name: string) => string[]; text: string; html: string }> {
  await sending.run()
  const [message] = sending.server.messages
  if (!message) throw new Error('No mail has left')
  const raw = message.raw.toString('latin1')
  const unfolded = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
  const fields = (name: string) => [...unfolded.matchAll(new RegExp(`^${name}: (.*)$`, 'gim'))].map(([, value = '']) => value)
  const { text = '', html = '' } = await read(message.raw)
  return { raw, fields, text, html }
}

const siteOver = (store: Sending['store'], publication = PUBLICATION): Promise<FastifyInstance> =>
  buildServer(optionsOver(store, { publication }))

const post = (server: FastifyInstance, path: string, payload = ONE_CLICK, headers: Record<string, string> = FORM) =>
  server.inject({ method: 'POST', url: path, headers, payload })

const pathOf = (uri: string): string => new URL(uri).pathname

describe('one click in a mail program, as MAIL.md says', () => {
  test('D1, D2, D3, D9, D11: the mail holds one web address and one by mail, signed, and a way out that one can see', async () => {
    await using sending = await openSending(await sqlite.url())
    const { fields, text, html } = await sentMail(sending)
    const [uris = '', ...more] = fields('List-Unsubscribe')
    expect([more, fields('List-Unsubscribe-Post')]).toEqual([[], [ONE_CLICK]])
    const [, web = '', mail] = /^<(http[^>]+)>(?:, <mailto:([^>?]+)>)?$/.exec(uris) ?? []
    const ref = { subscriberId: 1, digestId: 1 }
    expect(web).toBe(PUBLICATION.links.unsubscribe(ref))
    const byMail = mail ?? unsubscribeAddress(ref, PUBLICATION)
    expect(readReportAddress(byMail, PUBLICATION)).toEqual({ kind: 'unsubscribe', subscription: ref })
    const signed = /\bh=([^;]+);/.exec(fields('DKIM-Signature').join())?.[1]?.toLowerCase().replaceAll(' ', '').split(':')
    expect(signed).toEqual(expect.arrayContaining(['list-unsubscribe', 'list-unsubscribe-post']))
    for (const part of [text, html]) expect(part.slice(0, 95_000)).toContain(web)
    expect(html).toMatch(new RegExp(`<a [^>]*href="${web}"[^>]*>Unsubscribe</a>`))
  })

  test('D1, hostile case 42: the address is an https one wherever mail leaves this machine', () => {
    expect(linksOf('https://news.example.com', PUBLICATION.sign).unsubscribe({ subscriberId: 1, digestId: 1 })).toMatch(/^https:/)
  })

  test('D5, hostile case 40: reading, in whatever way, changes nothing', async () => {
    await using site = await openSite(await sqlite.url())
    const path = `/u/${await readerOf(site)}`
    const before = await everythingIn(site)
    for (let time = 0; time < 100; time++) {
      const headers = { 'user-agent': SCANNERS[time % SCANNERS.length] ?? '' }
      expect((await site.server.inject({ url: `${path}?${ONE_CLICK}&confirm=yes`, headers })).statusCode).toBe(200)
    }
    for (const method of ['HEAD', 'OPTIONS', 'PROPFIND'] as const)
      await site.server.inject({ method: method as 'HEAD', url: path, headers: FORM, payload: ONE_CLICK })
    expect(await everythingIn(site)).toEqual(before)
    const { body } = await site.server.inject(path)
    expect([body.match(/<button/g)?.length, body.includes('<script')]).toEqual([1, false])
  })

  test('D6: asked again the answer is the same; so it is for who was erased; what is no token finds nothing', async () => {
    await using site = await openSite(await sqlite.url())
    const path = `/u/${await readerOf(site)}`
    const first = await post(site.server, path)
    const second = await post(site.server, path)
    expect([second.statusCode, second.body]).toEqual([first.statusCode, first.body])
    const stranger = `/u/${subscriptionToken({ subscriberId: 99, digestId: 1 }, PUBLICATION.sign)}`
    expect((await post(site.server, stranger)).statusCode).toBe(200)
    const malformed = await Promise.all(['/u/x', `${path}x`, '/u/1-1-2'].map((one) => post(site.server, one, `token=${path}&${ONE_CLICK}`)))
    expect(new Set(malformed.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1)
    expect(malformed[0]?.statusCode).toBe(404)
  })

  test('D8, hostile case 38: the link of an old mail works after a change of the secret, and after coming back', async () => {
    await using site = await openSite(await sqlite.url())
    const path = `/u/${await readerOf(site)}`
    const [old, fresh] = ['a secret that only the tests know, long enough', 'the secret that has taken its place since then']
    const publication = { ...PUBLICATION, sign: signWith(fresh), isSigned: isSignedWith([fresh, old]) }
    const later = await siteOver(site.store, publication)
    expect((await post(later, path)).statusCode).toBe(200)
    expect(await statesIn(site)).toEqual(['ended by one-click'])
    await reader(site.store, 'aiko@tokyo.example', { comeBack: true })
    await post(later, path)
    expect(await statesIn(site)).toEqual(['ended by one-click'])
    const forgotten = await siteOver(site.store, { ...publication, isSigned: isSignedWith([fresh]) })
    expect((await post(forgotten, path)).statusCode).toBe(404)
    await Promise.all([later.close(), forgotten.close()])
  })

  test('D10, D12, D14: one page, no more asked than a yes; only what is asked for ends; and no mail follows', async () => {
    await using site = await openSite(await sqlite.url())
    const path = `/u/${await readerOf(site)}`
    for (const slug of ['evening', 'weekly']) await digest(site.store, { slug })
    await reader(site.store, 'aiko@tokyo.example', { digest: 'evening' })
    const { body } = await site.server.inject(path)
    expect(body.match(/<input[^>]*>/g)).toEqual([
      '<input type="hidden" name="confirm" value="yes">',
      '<input type="checkbox" name="all" value="yes">',
    ])
    await post(site.server, path)
    expect(await statesIn(site)).toEqual(['ended by one-click', 'active'])
    await post(site.server, path, 'confirm=yes&all=yes')
    expect(await statesIn(site)).toEqual(['ended by one-click', 'ended by page'])
    expect(await site.store.db.selectFrom('notices').selectAll().execute()).toEqual([])
  })

  test('D13: a thousand readers may leave from one network at once', async () => {
    await using site = await openSite(await sqlite.url())
    const token = await readerOf(site)
    const statuses = new Set<number>()
    for (let time = 0; time < 1000; time++) statuses.add((await post(site.server, `/u/${token}`)).statusCode)
    expect([...statuses]).toEqual([200])
  }, 60_000)
})

describe.each(eachDatabase)('on $name', ({ url }) => {
  test.each([
    ['url-encoded', FORM, ONE_CLICK],
    ['multipart', { 'content-type': 'multipart/form-data; boundary=b' }, MULTIPART],
  ])(
    'D4, hostile case 41: a %s post ends it at once: 2xx, no redirect, no cookie, and nothing is asked of who posts',
    async (_, headers, body) => {
      await using site = await openSite(await url())
      const path = `/u/${await readerOf(site)}`
      const answer = await post(site.server, path, body, headers)
      expect([answer.statusCode, answer.headers.location, answer.headers['set-cookie']]).toEqual([200, undefined, undefined])
      expect(await statesIn(site)).toEqual(['ended by one-click'])
    },
  )

  test('D7: who leaves between queueing and sending gets nothing more', async () => {
    await using sending = await openSending(await url())
    const server = await siteOver(sending.store)
    await post(server, pathOf(PUBLICATION.links.unsubscribe({ subscriberId: 1, digestId: 1 })))
    await server.close()
    await sending.run()
    expect(sending.server.messages).toEqual([])
    expect((await sending.deliveries()).map(({ state, reason }) => [state, reason])).toEqual([['withheld', 'unsubscribed']])
  })
})
