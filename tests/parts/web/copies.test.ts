import { describe, expect, test } from 'vitest'
import { MORE } from '../../../src/domain/links.ts'
import { readMail } from '../../../src/flow/read-mail.ts'
import { unsubscribe } from '../../../src/flow/unsubscribe.ts'
import { eachDatabase } from '../../support/databases.ts'
import { at, digest, NOON, publish, PUBLICATION, reader, topics } from '../../support/world.ts'
import { deliver } from './delivered.ts'
import { bringOut } from './published.ts'
import { everythingIn, FORM, openSite, tokenOf } from './site.ts'

const MORNING = at('2026-03-11T07:00:00Z')

const linkIn = (text: string, route: string): string => new RegExp(`http://localhost:3000(${route}[^"\\s<>]+)`).exec(text)?.[1] ?? ''

/** What the browser shows and the mail does not have. */
const withoutReasons = (html: string): string => html.replaceAll(/<details .*?<\/details>/g, '').trim()

describe.each(eachDatabase)('what only its reader sees on the web, on $name', ({ url }) => {
  test('an issue stands in the browser exactly as its reader got it, and only by the link in the mail', async () => {
    await using site = await openSite(await url(), { catcher: false, clock: () => MORNING })
    const { store, server } = site
    await topics(store, 'world', 'sport')
    const morning = await digest(store, { isPublic: false })
    for (const topic of ['world', 'sport']) await publish(store, { key: topic, title: `About ${topic}`, topics: [topic] })
    await reader(store, 'layla@cairo.example', { languages: ['ar', 'en'] })
    await reader(store, 'david@london.example', { topics: ['sport'], format: 'text' })
    await bringOut(store, morning, NOON)
    const early = await server.inject(new URL(PUBLICATION.links.issueCopy({ subscriberId: 1, digestId: 1, number: 1 })).pathname)
    const mails = await deliver(store, MORNING)

    const layla = await readMail(mails.get('layla@cairo.example') ?? Buffer.alloc(0))
    const path = linkIn(layla.html ?? '', '/i/')
    const shown = await server.inject(path)
    expect(withoutReasons(shown.body)).toBe((layla.html ?? '').trim())
    expect(shown.body).toContain('<summary>لماذا هذا الخبر؟</summary>أنت تتابع موضوعه: world.</details>')
    expect(shown.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow',
      'referrer-policy': 'no-referrer',
    })
    const policy = String(shown.headers['content-security-policy'])
    expect(policy).toMatch(/^sandbox (?!.*allow-scripts).*default-src 'none'.*img-src 'self'.*frame-ancestors 'none'/)
    const story = linkIn(layla.html ?? '', '/s/')
    expect([
      (await server.inject(story)).statusCode,
      (await server.inject(story.replace('/s/', '/b/').replace(/\/[^/]*$/, ''))).statusCode,
    ]).toEqual([200, 404])

    const david = await readMail(mails.get('david@london.example') ?? Buffer.alloc(0))
    const text = (await server.inject(linkIn(david.text ?? '', '/i/'))).body
    expect([text.includes('About sport'), text.includes('About world')]).toEqual([true, false])
    expect(text).toContain('Why this story?\nYou follow its topic, sport.')
    expect(david.text).not.toContain('Why')

    const never = await server.inject('/nowhere')
    const token = path.slice('/i/'.length)
    const other = PUBLICATION.links.issueCopy({ subscriberId: 1, digestId: 1, number: 2 })
    const forged = [
      token.replace(/^1/, '2'),
      token.slice(0, -1),
      token.toUpperCase(),
      `${token}%2e%2e/`,
      await tokenOf(store, 'layla@cairo.example'),
      '9'.repeat(9000),
    ]
    for (const wrong of [...forged.map((each) => `/i/${each}`), new URL(other).pathname, `${story}x`]) {
      const answer = await server.inject(wrong)
      expect([answer.statusCode, answer.body], wrong.slice(0, 60)).toEqual([404, never.body])
    }
    expect([early.statusCode, early.body]).toEqual([404, never.body])
    expect((await server.inject(`${path}.,)`)).statusCode).toBe(200)
    await store.db.deleteFrom('attempts').execute()
    await store.db.deleteFrom('deliveries').where('subscriber_id', '=', 1).execute()
    expect((await server.inject(path)).body).toBe(never.body)
  })

  test('what a mail had no room for is counted at its end, in html and text, and linked to a page that lists it', async () => {
    await using site = await openSite(await url(), { catcher: false, clock: () => MORNING })
    const { store, server } = site
    await topics(store, 'world', 'sport')
    const morning = await digest(store, { cap: 2, isPublic: false })
    for (const key of ['one', 'two', 'three', 'four', 'five']) await publish(store, { key, title: `About ${key}` })
    await publish(store, { key: 'sport', topics: ['sport'] })
    await reader(store, 'layla@cairo.example', { languages: ['ar', 'en'] })
    await reader(store, 'david@london.example', { topics: ['world', 'sport'], format: 'text' })
    await reader(store, 'rosa@rio.example', { topics: ['sport'] })
    await bringOut(store, morning, NOON)
    const mails = await deliver(store, MORNING)
    const [layla, david, rosa] = await Promise.all(
      ['layla@cairo.example', 'david@london.example', 'rosa@rio.example'].map((to) => readMail(mails.get(to) ?? Buffer.alloc(0))),
    )
    expect(layla?.html).toContain('>و3 أخبار أخرى</a>')
    expect(layla?.text).toContain('و3 أخبار أخرى\nhttp')
    expect(david?.text).toMatch(/And 4 more stories\nhttp[^\n]*\/more\n/)
    expect(`${rosa?.html ?? ''}${rosa?.text ?? ''}`).not.toMatch(/more|\/more/)
    expect((await server.inject(linkIn(rosa?.html ?? '', '/i/') + MORE)).statusCode).toBe(404)

    const page = await server.inject(/http:\/\/localhost:3000(\S+\/more)\n/.exec(david?.text ?? '')?.[1] ?? '')
    const given = ['one', 'two', 'three', 'four', 'five'].filter((key) => david?.text?.includes(`About ${key}`))
    const listed = ['one', 'two', 'three', 'four', 'five'].filter((key) => page.body.includes(`About ${key}`))
    expect([given, listed]).toEqual([['one'], ['two', 'three', 'four', 'five']])
    expect(page.headers).toMatchObject({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow' })
    expect((await server.inject(linkIn(page.body, '/s/'))).statusCode).toBe(200)
  })

  test('what is carried over to the next issue is not counted as more', async () => {
    await using site = await openSite(await url(), { catcher: false, clock: () => MORNING })
    await topics(site.store, 'world')
    const morning = await digest(site.store, { cap: 1, overflow: 'carry' })
    for (const key of ['one', 'two']) await publish(site.store, { key })
    await reader(site.store, 'rosa@rio.example')
    await bringOut(site.store, morning, NOON)
    const { html, text } = await readMail((await deliver(site.store, MORNING)).get('rosa@rio.example') ?? Buffer.alloc(0))
    expect(`${html ?? ''}${text ?? ''}`).not.toMatch(/more|\/more/)
  })

  test('a reader’s own feed holds just the stories that came, and ends with the subscription or when it is made anew', async () => {
    await using site = await openSite(await url(), { catcher: false, clock: () => MORNING })
    const { store, server } = site
    await topics(store, 'world', 'sport')
    const morning = await digest(store)
    for (const topic of ['world', 'sport']) await publish(store, { key: topic, title: `About ${topic}`, topics: [topic] })
    await reader(store, 'rosa@rio.example')
    await bringOut(store, morning, NOON)
    const token = await tokenOf(store, 'rosa@rio.example')
    const feeds = (await server.inject(`/f/${token}`)).body
    const path = linkIn(feeds, '/my/')
    expect((await server.inject(path)).body).not.toContain('About')
    await deliver(store, MORNING)
    const { body, headers } = await server.inject(path)
    expect([body.includes('<title>About world</title>'), body.includes('About sport')]).toEqual([true, false])
    expect(headers).toMatchObject({ 'cache-control': 'private, max-age=300', 'x-robots-tag': 'noindex, nofollow' })
    expect((await server.inject({ url: path, headers: { 'if-none-match': String(headers.etag) } })).statusCode).toBe(304)

    const before = await everythingIn(site)
    for (let visit = 0; visit < 5; visit++) await server.inject(`/f/${token}`)
    expect(await everythingIn(site)).toEqual(before)
    const renewed = (await server.inject({ method: 'POST', url: `/f/${token}`, headers: FORM, payload: '' })).body
    expect((await server.inject(path)).statusCode).toBe(404)
    const fresh = linkIn(renewed, '/my/')
    expect((await server.inject(fresh)).statusCode).toBe(200)
    await unsubscribe(store, { subscriberId: 1, digestId: 1 }, { at: MORNING, by: 'page' })
    expect([(await server.inject(fresh)).statusCode, (await server.inject(`/f/${token}`)).statusCode]).toEqual([404, 404])
  })
})
