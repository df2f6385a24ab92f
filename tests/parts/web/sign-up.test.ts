import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../../src/domain/instant.ts'
import { answerSignUps } from '../../../src/flow/answer-sign-ups.ts'
import { listConsents } from '../../../src/store/listings/consents.ts'
import { listSubscriptions } from '../../../src/store/listings/subscriptions.ts'
import { formStamp } from '../../../src/web/sign-up/form-stamp.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, NOON, PUBLICATION, reader, topics } from '../../support/world.ts'
import { lastLink, noticesIn } from '../sign-up/signing-up.ts'
import { suppressFor } from '../sign-up/suppress-for.ts'
import { everythingIn, FORM, openSite, sqlite, type Site } from './site.ts'

const STAMP = formStamp(NOON - MINUTE, PUBLICATION.sign)
const RIGHT = { stamp: STAMP, address: 'layla@cairo.example', topic: 'world' }

async function openPublication(url: string, at: () => number = () => NOON): Promise<Site> {
  const site = await openSite(url, { clock: at })
  await topics(site.store, 'world', 'sport', 'science')
  await digest(site.store, { names: { en: 'Morning', ar: 'الصباح' } })
  return site
}

type Fields = Record<string, string | string[]>
type Asker = { from?: string; language?: string }

const post = (site: Site, fields: Fields, { from = '203.0.113.7', language = 'en' }: Asker = {}) =>
  site.server.inject({
    method: 'POST',
    url: '/sign-up',
    remoteAddress: from,
    headers: { ...FORM, 'accept-language': language, 'user-agent': 'A phone' },
    payload: new URLSearchParams(
      Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
    ).toString(),
  })

const call = (site: Site, body: unknown, headers: Record<string, string> = {}) =>
  site.server.inject({
    method: 'POST',
    url: '/api/subscriptions',
    headers: { 'content-type': 'application/json', ...headers },
    payload: typeof body === 'string' ? body : JSON.stringify(body),
  })

const answer = ({ store, options }: Site) =>
  answerSignUps({ store, publication: PUBLICATION, clock: options.clock, failed: (what) => expect.unreachable(what) })

const asked = ({ store }: Site) => store.db.selectFrom('sign_ups').selectAll().orderBy('id').execute()

describe.each(eachDatabase)('the form to sign up on $name', ({ url }) => {
  test('takes what was chosen, sends a mail, and its button makes it so; pressing twice is told kindly', async () => {
    await using site = await openPublication(await url())
    const chosen = {
      topic: ['world', 'science'],
      often: 'days',
      day: ['mon', 'sat'],
      hour: '06:30',
      zone: 'القاهرة',
      language: ['ar', 'en'],
    }
    const { statusCode, body } = await post(site, { ...RIGHT, ...chosen, format: 'text', name: 'ليلى' }, { language: 'ar' })
    expect([statusCode, body]).toEqual([200, expect.stringContaining('افتح بريدك') as string])
    await answer(site)
    expect(await noticesIn(site.store)).toMatchObject([{ kind: 'confirm-sign-up', language: 'ar' }])
    const { token } = await lastLink(site.store)
    const page = await site.server.inject(`/c/${token}`)
    expect(page.body).toContain('lang="ar" dir="rtl"')
    expect(page.body.match(/<button/g)).toHaveLength(1)
    const press = () => site.server.inject({ method: 'POST', url: `/c/${token}`, headers: FORM, payload: 'wish=confirm' })
    expect((await press()).body).toContain('أهلًا بك')
    expect((await press()).body).toContain('سبق أن أكدت')
    expect(await listSubscriptions(site.store.db)).toMatchObject([
      {
        zone: 'Africa/Cairo',
        minute: 390,
        weekdays: 33,
        languages: ['ar', 'en'],
        format: 'text',
        topics: ['world', 'science'],
        name: 'ليلى',
      },
    ])
    expect(await listConsents(site.store.db, 'layla@cairo.example')).toMatchObject([
      {
        how: 'form',
        wording: { language: 'ar', text: expect.stringContaining('أوافق') as string },
        asked: { network: '203.0.113.7', browser: 'A phone' },
      },
    ])
  })

  test('of an instant digest asks for no hour and no days, and takes what is left', async () => {
    await using site = await openPublication(await url())
    await digest(site.store, { slug: 'alerts', names: { en: 'Alerts' }, release: 'instant' })
    const form = async (slug: string): Promise<boolean[]> => {
      const { body } = await site.server.inject(`/sign-up?digest=${slug}`)
      return [...['name="hour"', 'name="day"', 'name="often"', 'name="zone"'].map((field) => body.includes(field))]
    }
    expect(await form('morning')).toEqual([true, true, true, true])
    expect(await form('alerts')).toEqual([false, false, false, true])
    expect((await post(site, { ...RIGHT, digest: 'alerts', zone: 'Cairo' })).statusCode).toBe(200)
    expect(await asked(site)).toMatchObject([{ address: 'layla@cairo.example' }])
  })

  test('hostile case 43: new, known, suppressed and unwritable addresses get the same answer', async () => {
    await using site = await openPublication(await url())
    await reader(site.store, 'known@x.example')
    await suppressFor(site.store, 'gone@x.example', 'complaint')
    const people = ['fresh@x.example', 'known@x.example', 'gone@x.example', 'mailer-daemon@x.example', 'nobody@no-such-domain.invalid']
    const answers = []
    for (const address of people) {
      const { statusCode, headers, body } = await post(site, { ...RIGHT, address })
      answers.push([statusCode, Object.keys(headers).sort(), body.replaceAll(address, '…')])
    }
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1)
    expect((await asked(site)).map(({ address }) => address)).toEqual(people)
  })

  test('hostile case 44: the 21st request of a network within an hour is told to wait, others are not', async () => {
    await using site = await openPublication(await url())
    for (let index = 0; index < 20; index++)
      expect((await post(site, { ...RIGHT, address: `a${index}@x.example` }, { from: `198.51.100.${index}` })).statusCode).toBe(200)
    const { statusCode, headers } = await post(site, RIGHT, { from: '198.51.100.99' })
    expect([statusCode, headers['retry-after']]).toEqual([429, '3600'])
    expect((await post(site, RIGHT, { from: '198.51.101.1' })).statusCode).toBe(200)
  })

  test('by a call of a program: the same, with what is wrong told field by field', async () => {
    await using site = await openPublication(await url())
    const taken = await call(site, {
      address: 'rosa@gmial.com',
      topics: ['sport'],
      languages: ['en'],
      zone: 'America/Sao_Paulo',
      days: ['mon'],
    })
    expect([taken.statusCode, taken.json()]).toMatchObject([202, { didYouMean: 'rosa@gmail.com' }])
    await answer(site)
    expect(await noticesIn(site.store)).toMatchObject([{ address: 'rosa@gmial.com' }])
    expect(await asked(site)).toMatchObject([{ how: 'api', choices: expect.stringContaining('"weekdays":1') as string }])

    const wrong = await call(site, { address: 'rosa@x.example', topics: ['cooking'], hour: '25:00', zone: 'Nowhere' })
    expect([wrong.statusCode, wrong.headers['content-type']]).toEqual([422, 'application/problem+json; charset=utf-8'])
    const { errors } = wrong.json<{ errors: { field: string }[] }>()
    expect(new Set(errors.map(({ field }) => field))).toEqual(new Set(['topics', 'hour', 'zone']))
    expect((await call(site, { address: 'x', topics: ['sport'] })).json()).toMatchObject({ errors: [{ field: 'address' }] })
    expect((await call(site, '{ "address": ')).statusCode).toBe(400)
    expect((await call(site, { x: 'x'.repeat(20_000) })).statusCode).toBe(413)
    expect((await call(site, 'address=x', { 'content-type': 'application/x-www-form-urlencoded' })).statusCode).toBe(415)
    expect((await call(site, '{"__proto__":{"address":"x"}}')).statusCode).toBe(400)
    for (const odd of ['null', '[]', '"x"', '{"topics":{"a":1},"address":[["x"]]}']) expect((await call(site, odd)).statusCode).toBe(422)
  })
})

describe('the form to sign up', () => {
  test('a program that fills in the field that nobody sees is told the same, and nothing is written', async () => {
    await using site = await openPublication(await sqlite.url())
    const person = await post(site, { ...RIGHT, address: 'one@x.example' })
    const before = await everythingIn(site)
    const program = await post(site, { ...RIGHT, address: 'two@x.example', website: 'https://spam.example' })
    expect([program.statusCode, program.body.replace('two@', 'one@')]).toEqual([person.statusCode, person.body])
    expect(await everythingIn(site)).toEqual(before)
  })

  test.each([
    ['no stamp', ''],
    ['one that it made itself', 'abc123-1aaaaaaaaaaaaaaaaaaaaaaaaaa'],
    ['one of this very second', formStamp(NOON, PUBLICATION.sign)],
    ['one of last month', formStamp(NOON - 31 * 24 * HOUR, PUBLICATION.sign)],
  ])('whoever sends it with %s is shown it once more, filled in', async (_, stamp) => {
    await using site = await openPublication(await sqlite.url())
    const { statusCode, body } = await post(site, { ...RIGHT, stamp })
    expect([statusCode, body]).toEqual([422, expect.stringContaining('value="layla@cairo.example"') as string])
    expect(await asked(site)).toEqual([])
  })

  test('who writes gmial.com is asked whether gmail.com was meant, and may insist', async () => {
    await using site = await openPublication(await sqlite.url())
    const hint = await post(site, { ...RIGHT, address: 'rosa@gmial.com' })
    expect([hint.statusCode, hint.body]).toEqual([422, expect.stringContaining('Did you mean rosa@gmail.com?') as string])
    expect((await post(site, { ...RIGHT, address: 'rosa@gmial.com', use: 'rosa@gmail.com' })).statusCode).toBe(200)
    expect((await post(site, { ...RIGHT, address: 'rosa@gmial.com', use: 'as-typed' })).statusCode).toBe(200)
    expect((await asked(site)).map(({ address }) => address)).toEqual(['rosa@gmail.com', 'rosa@gmial.com'])
  })

  test.each([
    ['b@e.com\r\nBcc: x@evil.com', 'Mail cannot be sent'],
    ['b@exam\u00ADple.com', 'invisible or look-alike'],
    ['', 'Write your email address'],
    ['digest@broadsheet.example', 'one of ours'],
  ])('hostile cases 4 to 6: %j is refused in words that help', async (address, words) => {
    await using site = await openPublication(await sqlite.url())
    const { statusCode, body } = await post(site, { ...RIGHT, address })
    expect([statusCode, body]).toEqual([422, expect.stringContaining(words) as string])
    expect(await asked(site)).toEqual([])
  })

  test('what was typed stays, and each fault stands at its field', async () => {
    await using site = await openPublication(await sqlite.url())
    const { statusCode, body } = await post(site, { stamp: STAMP, address: 'a"><script>', zone: 'Nowhere', hour: '9', name: '<b>' })
    expect(statusCode).toBe(422)
    for (const id of ['topics-fault', 'zone-fault', 'hour-fault']) expect(body).toContain(`id="${id}"`)
    expect(body).toContain('value="a&quot;&gt;&lt;script&gt;"')
    expect(body).toContain('<details class="details" open>')
  })

  test('all of a group is one choice, which includes its parts', async () => {
    await using site = await openPublication(await sqlite.url())
    await site.store.db.updateTable('topics').set({ parent_id: 1 }).where('slug', 'in', ['sport', 'science']).execute()
    const { body } = await site.server.inject('/sign-up')
    expect(body).toMatch(/class="group"[\s\S]*All of world[\s\S]*value="science"[\s\S]*value="sport"/)
    await post(site, { ...RIGHT, topic: ['world', 'sport'] })
    expect(await asked(site)).toMatchObject([{ choices: expect.stringContaining('"topicIds":[1]') as string }])
  })

  test('on another site is plain html that posts to us', async () => {
    await using site = await openPublication(await sqlite.url())
    const { body } = await site.server.inject('/sign-up/embed')
    const [, escaped = ''] = /<code>([^<]*)<\/code>/.exec(body) ?? []
    const snippet = escaped.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#x3D;', '=')
    expect(snippet).toMatch(/^<form method="post" action="http:\/\/localhost:3000\/sign-up" /)
    expect(snippet).not.toMatch(/<(script|img|link|iframe)/)
    expect((await post(site, { via: 'embedded', digest: 'morning', address: 'rosa@x.example', topic: 'sport' })).statusCode).toBe(200)
    expect(await asked(site)).toMatchObject([{ how: 'embedded', choices: expect.stringContaining('"zone":"UTC"') as string }])
  })

  test('hostile case 40: opening the link to confirm changes nothing, by GET or HEAD, a hundred times', async () => {
    await using site = await openPublication(await sqlite.url())
    await post(site, RIGHT)
    await answer(site)
    const { token } = await lastLink(site.store)
    const before = await everythingIn(site)
    for (let index = 0; index < 50; index++)
      for (const method of ['GET', 'HEAD'] as const) expect((await site.server.inject({ method, url: `/c/${token}` })).statusCode).toBe(200)
    expect((await site.server.inject({ method: 'POST', url: `/c/${token}`, headers: FORM, payload: '' })).statusCode).toBe(400)
    expect(await everythingIn(site)).toEqual(before)
  })

  test('hostile case 39: a token that is not whole, of another kind or for another request leads nowhere', async () => {
    await using site = await openPublication(await sqlite.url())
    await post(site, RIGHT)
    await answer(site)
    const { token } = await lastLink(site.store)
    const forged = [token.slice(0, -1), token.replace(/^1-/, '2-'), token.toUpperCase(), 'x'.repeat(5000), '%2e%2e']
    for (const word of forged) {
      const { statusCode } = await site.server.inject({ method: 'POST', url: `/c/${word}`, headers: FORM, payload: 'wish=confirm' })
      expect({ word: word.slice(0, 40), statusCode }).toEqual({ word: word.slice(0, 40), statusCode: 404 })
    }
    expect(await listSubscriptions(site.store.db)).toEqual([])
    expect((await site.server.inject({ method: 'POST', url: `/c/${token}).`, headers: FORM, payload: 'wish=confirm' })).statusCode).toBe(
      200,
    )
  })

  test('hostile case 39: an old link offers a new mail, and sends it', async () => {
    let now = NOON
    await using site = await openPublication(await sqlite.url(), () => now)
    await post(site, RIGHT)
    await answer(site)
    const { token } = await lastLink(site.store)
    now += 8 * 24 * HOUR
    const { body } = await site.server.inject(`/c/${token}`)
    expect(body).toContain('Send me a new link')
    expect(body).toContain('Links to confirm are good for seven days.')
    const again = await site.server.inject({ method: 'POST', url: `/c/${token}`, headers: FORM, payload: 'wish=again' })
    expect(again.body).toContain('A new link is on its way')
    await answer(site)
    expect(await noticesIn(site.store)).toHaveLength(2)
    const next = await lastLink(site.store)
    const pressed = await site.server.inject({ method: 'POST', url: `/c/${next.token}`, headers: FORM, payload: 'wish=confirm' })
    expect(pressed.body).toContain('Welcome')
    expect(pressed.body).toMatch(/Morning comes to \u2066l…\u2060@cairo\.example\u2069 from now on\./)
  })

  test('of a publication without digests says so', async () => {
    await using site = await openSite(await sqlite.url())
    expect((await site.server.inject('/sign-up')).body).toContain('nothing to subscribe to yet')
    expect((await post(site, RIGHT)).statusCode).toBe(422)
    expect((await call(site, RIGHT)).statusCode).toBe(422)
  })
})

test('the front page and the form speak the language that their address names, and lead on in it', async () => {
  await using site = await openPublication(await sqlite.url())
  await digest(site.store, { slug: 'weekly', names: { en: 'Weekly', zh: '周报' } })
  for (const path of ['/?lang=zh', '/sign-up?lang=zh']) {
    const { body } = await site.server.inject({ url: path, headers: { 'accept-language': 'ar' } })
    for (const part of ['<html lang="zh" dir="ltr">', 'action="/sign-up?lang=zh"', 'href="/sign-up?digest=weekly&amp;lang=zh"'])
      expect(body.replaceAll('&#x3D;', '='), path).toContain(part)
  }
  const answered = await site.server.inject({ method: 'POST', url: '/sign-up?lang=zh', headers: FORM, payload: 'address=' })
  expect([answered.statusCode, answered.body]).toEqual([422, expect.stringContaining('<html lang="zh" dir="ltr">') as string])
})

test('whoever has to look at the form once more sees all that is wrong at once', async () => {
  await using site = await openPublication(await sqlite.url())
  const { statusCode, body } = await post(site, { stamp: STAMP, address: '' })
  expect(statusCode).toBe(422)
  for (const fault of ['Choose at least one topic.', 'Write your email address']) expect(body).toContain(fault)
})
