import { describe, expect, test } from 'vitest'
import { listChoices } from '../../../src/store/choices.ts'
import { listConsents } from '../../../src/store/listings/consents.ts'
import { findSubscription } from '../../../src/store/subscriptions.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, NOON, publish, PUBLICATION, reader } from '../../support/world.ts'
import { everythingIn, FORM, openSite, readerOf, sqlite, statesIn, type Site } from './site.ts'

const REF = { subscriberId: 1, digestId: 1 }
const CHOICES = {
  topic: ['world'],
  hour: '07:00',
  zone: 'UTC',
  day: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  language: ['en'],
  format: 'html',
}

const encode = (fields: Record<string, string | string[]>): string =>
  new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one]))).toString()

const post = ({ server }: Site, url: string, fields: Record<string, string | string[]>) =>
  server.inject({ method: 'POST', url, headers: FORM, payload: encode(fields) })

/** Presses the undo that a page offers. */
function undo(site: Site, body: string) {
  const [, action = '', name = '', value = ''] =
    /<form method="post" action="([^"]+)"><input type="hidden" name="(\w+)" value="([^"]*)"><button[^>]*value="undo"/.exec(body) ?? []
  return post(site, action, { [name]: value, wish: 'undo' })
}

const linkIn = async ({ store }: Site, kind: string): Promise<string> => {
  const rows = await store.db.selectFrom('notices').select(['kind', 'content']).orderBy('id').execute()
  const content = rows.findLast((row) => row.kind === kind)?.content ?? '{}'
  return new URL((JSON.parse(content) as { button?: { url: string } }).button?.url ?? 'http://none').pathname
}

describe.each(eachDatabase)('choosing, on $name', ({ url }) => {
  test('what the next mail will hold and when it comes follows the choices, and nothing is written', async () => {
    await using site = await openSite(await url())
    const token = await readerOf(site)
    await publish(site.store, { key: 'harbour', title: 'A quieter harbour', topics: ['world'] })
    await publish(site.store, { key: 'ferry', title: 'The ferry runs again', topics: ['science'] })
    const before = await everythingIn(site)
    const next = async (changed: object) => (await site.server.inject(`/p/${token}/next?${encode({ ...CHOICES, ...changed })}`)).body
    expect(await next({})).toMatch(/Wednesday,? 11 March at 0?7:00[^]*A quieter harbour/)
    expect(await next({})).not.toContain('The ferry runs again')
    expect(await next({ topic: ['world', 'science'], zone: 'Asia/Tokyo', hour: '18:30' })).toMatch(/18:30[^]*The ferry runs again/)
    expect(await next({ day: ['fri'] })).toMatch(/Friday,? 13 March/)
    expect(await next({ pause: '2026-03-20' })).toContain('Nothing comes before 20 March 2026')
    expect(await next({ topic: [] })).toContain('Choose at least one topic.')
    const looked = await post(site, `/p/${token}`, { ...CHOICES, topic: 'science', wish: 'look' })
    expect([looked.statusCode, looked.body.includes('The ferry runs again')]).toEqual([200, true])
    expect(await everythingIn(site)).toEqual(before)
  })

  test('a change is taken back with one button, once; after another change it is too late', async () => {
    await using site = await openSite(await url())
    const token = await readerOf(site)
    const saved = await post(site, `/p/${token}`, { ...CHOICES, topic: ['science'], pause: '2026-03-20', return: 'best' })
    expect(await findSubscription(site.store.db, REF)).toMatchObject({ topicIds: [3], pause: { onReturn: 'best' } })
    const undone = await undo(site, saved.body)
    expect(undone.body).toContain('Undone.')
    expect(await findSubscription(site.store.db, REF)).toMatchObject({ topicIds: [1], pause: null, state: 'active' })
    expect((await undo(site, saved.body)).statusCode).toBe(409)
    expect((await listChoices(site.store.db, 1)).map(({ by }) => by)).toEqual(['person', 'page', 'page'])
  })

  test('leaving, even of everything, is taken back on its confirmation', async () => {
    await using site = await openSite(await url())
    const token = await readerOf(site)
    await digest(site.store, { slug: 'evening' })
    await reader(site.store, 'aiko@tokyo.example', { digest: 'evening' })
    const left = await post(site, `/u/${token}`, { confirm: 'yes', all: 'yes' })
    expect(await statesIn(site)).toEqual(['ended by page', 'ended by page'])
    expect((await undo(site, left.body)).statusCode).toBe(200)
    expect(await statesIn(site)).toEqual(['active', 'active'])
  })

  test('other digests are taken and left, and follow the same choices where that is wished', async () => {
    await using site = await openSite(await url())
    const token = await readerOf(site)
    for (const slug of ['evening', 'weekly']) await digest(site.store, { slug })
    await reader(site.store, 'aiko@tokyo.example', { digest: 'evening' })
    const shown = ['evening', 'weekly']
    await post(site, `/p/${token}`, { ...CHOICES, hour: '19:15', shown, digest: shown, everywhere: 'yes' })
    const hours = await Promise.all([1, 2, 3].map((digestId) => findSubscription(site.store.db, { subscriberId: 1, digestId })))
    expect(hours.map((one) => [one?.state, one?.hour.minute])).toEqual([
      ['active', 1155],
      ['active', 1155],
      ['active', 1155],
    ])
    expect(await site.store.db.selectFrom('consents').select('how').where('digest_id', '=', 3).execute()).toEqual([{ how: 'page' }])
    await post(site, `/p/${token}`, { ...CHOICES, shown, digest: 'weekly' })
    expect(await statesIn(site)).toEqual(['active', 'ended by page', 'active'])
  })

  test('a topic is snoozed and muted from its heading in the mail, taken back, and comes again', async () => {
    await using site = await openSite(await url())
    const token = await readerOf(site)
    const path = `/p/${token}/fewer/world`
    const mutes = () => site.store.db.selectFrom('topic_mutes').select(['topic_id', 'until']).execute()
    const before = await everythingIn(site)
    expect((await site.server.inject(`${path}.`)).body).toMatch(/This goes for all your digests[^]*Nothing for two weeks/)
    expect(await everythingIn(site)).toEqual(before)
    const snoozed = await post(site, path, { wish: 'snooze' })
    expect([snoozed.body.includes('until 24 March 2026'), await mutes()]).toEqual([true, [{ topic_id: 1, until: NOON + 14 * 86_400_000 }]])
    await undo(site, snoozed.body)
    expect(await mutes()).toEqual([])
    await post(site, path, { wish: 'mute' })
    expect(await mutes()).toEqual([{ topic_id: 1, until: null }])
    expect((await post(site, path, { wish: 'again' })).body).toContain('This topic comes again.')
    expect(await mutes()).toEqual([])
    expect((await site.server.inject(`/p/${token}/fewer/moon`)).statusCode).toBe(404)
    expect((await post(site, path, { wish: 'everything' })).statusCode).toBe(400)
  })

  test('a new address takes over when its mailbox says yes, and the old one is told and can take it back', async () => {
    await using site = await openSite(await url())
    const token = await readerOf(site)
    const address = async () => (await site.store.db.selectFrom('subscribers').select('address').executeTakeFirstOrThrow()).address
    await post(site, `/p/${token}/address`, { address: 'aiko@kyoto.example' })
    const yes = await linkIn(site, 'confirm-address')
    const before = await everythingIn(site)
    expect((await site.server.inject(yes)).statusCode).toBe(200)
    expect([await address(), await everythingIn(site)]).toEqual(['aiko@tokyo.example', before])
    expect((await post(site, yes, { confirm: 'yes' })).body).toContain('The address is changed')
    expect(await address()).toBe('aiko@kyoto.example')
    expect((await post(site, yes, { confirm: 'yes' })).statusCode).toBe(200)
    expect(
      await site.store.db
        .selectFrom('consents')
        .innerJoin('wordings', 'wordings.id', 'wording_id')
        .select(['how', 'address', 'text'])
        .where('how', '=', 'move')
        .execute(),
    ).toEqual([{ how: 'move', address: 'aiko@kyoto.example', text: 'From now on, mail goes to this address instead of the old one.' }])
    const told = await site.store.db.selectFrom('notices').select(['address', 'kind']).where('kind', '=', 'address-changed').execute()
    expect(told).toEqual([{ address: 'aiko@tokyo.example', kind: 'address-changed' }])
    const back = await linkIn(site, 'address-changed')
    await post(site, back, { confirm: 'yes' })
    expect(await address()).toBe('aiko@tokyo.example')
    expect((await post(site, yes, { confirm: 'yes' })).statusCode).toBe(410)
    expect((await site.server.inject(yes.replace('/a/', '/a/back/'))).statusCode).toBe(404)
  })

  test('an address that has mails of its own is not taken over, and no page tells that before its mailbox asks', async () => {
    await using site = await openSite(await url())
    const token = await readerOf(site)
    await reader(site.store, 'david@london.example')
    const fresh = await post(site, `/p/${token}/address`, { address: 'new@london.example' })
    const known = await post(site, `/p/${token}/address`, { address: 'david@london.example' })
    expect(known.body).toBe(fresh.body)
    expect((await post(site, await linkIn(site, 'confirm-address'), { confirm: 'yes' })).statusCode).toBe(409)
    expect((await post(site, `/p/${token}/address`, { address: 'b@e.com\r\nBcc: x@evil.example' })).statusCode).toBe(422)
  })

  test('a name is kept, cleaned, and taken back', async () => {
    await using site = await openSite(await url())
    const token = await readerOf(site)
    const name = async () => (await site.store.db.selectFrom('subscribers').select('name').executeTakeFirstOrThrow()).name
    const saved = await post(site, `/p/${token}/name`, { name: 'Aiko \u202eTanaka' })
    expect(await name()).toBe('Aiko Tanaka')
    await undo(site, saved.body)
    expect(await name()).toBe('')
    expect((await post(site, `/p/${token}/name`, { name: 'x'.repeat(81) })).statusCode).toBe(422)
  })

  test('everything held is shown and handed out', async () => {
    await using site = await openSite(await url())
    const token = await readerOf(site)
    await post(site, `/p/${token}`, { ...CHOICES, topic: ['science'] })
    expect((await site.server.inject(`/preferences/${token}/data`)).headers.location).toBe(`/p/${token}/data`)
    expect((await site.server.inject(`/p/${token}/data`)).body).toContain('aiko@tokyo.example')
    const file = await site.server.inject(`/p/${token}/data.json`)
    expect(file.headers['content-disposition']).toContain('attachment')
    expect(file.json()).toMatchObject({
      profile: { address: 'aiko@tokyo.example', since: '2026-03-10T12:00:00.000Z' },
      consents: [{ how: 'command-line', digest: 'morning' }],
      choices: [
        { by: 'person', what: { topics: ['world'] } },
        { by: 'page', what: { topics: ['science'] } },
      ],
      mails: [],
    })
  })

  test('what is held is told in the words and the names of its reader', async () => {
    await using site = await openSite(await url())
    const token = await readerOf(site, ['zh'])
    await post(site, `/p/${token}`, { ...CHOICES, topic: ['world', 'science'], day: ['mon', 'fri'], language: 'zh', zone: 'Africa/Cairo' })
    const { body } = await site.server.inject(`/p/${token}/data`)
    for (const said of [
      '晨报',
      '已订阅：world和science',
      '星期一和星期五 07:00，开罗',
      '语言：中文；排版邮件',
      '您本人，在我们的页面上',
      '每天',
    ])
      expect(body).toContain(said)
    expect(body).not.toMatch(/active|command-line|html ·|page</)
  })

  test('whoever comes back, or takes another digest, agrees to words that the page shows, and they are kept with the consent', async () => {
    await using site = await openSite(await url())
    const token = await readerOf(site, ['ar'])
    const page = async () => (await site.server.inject(`/p/${token}`)).body
    expect(await page()).not.toContain('class="hint consent"')
    await digest(site.store, { slug: 'evening' })
    expect(await page()).toContain('بالحفظ أوافق على أن ترسل Broadsheet')
    await post(site, `/p/${token}`, { ...CHOICES, language: 'ar', shown: 'evening', digest: 'evening' })
    await post(site, `/u/${token}`, { confirm: 'yes' })
    expect(await page()).toContain('أوافق على أن ترسل Broadsheet من جديد')
    await post(site, `/p/${token}`, { ...CHOICES, language: 'ar', wish: 'come-back' })
    const [, taken, back] = await listConsents(site.store.db, 'aiko@tokyo.example')
    expect(taken).toMatchObject({ digest: 'evening', how: 'page', wording: { language: 'ar' } })
    expect(taken?.wording?.version).toMatch(/^\w{12}$/)
    expect(back).toMatchObject({ digest: 'morning', how: 'page', wording: { language: 'ar' } })
    expect(taken?.wording?.text).toMatch(/^بالحفظ أوافق/)
    expect(back?.wording?.text).toMatch(/^أوافق على أن ترسل Broadsheet من جديد/)
  })
})

test('43: whoever asks for a lost link gets the same answer whatever we know, and only who is known gets a mail, three a day', async () => {
  await using site = await openSite(await sqlite.url())
  await readerOf(site)
  const answers = new Set<string>()
  for (const address of ['aiko@tokyo.example', 'nobody@tokyo.example', 'no address', '']) {
    const { statusCode, body } = await post(site, '/preferences', { address })
    answers.add(`${statusCode} ${body}`)
  }
  for (let time = 0; time < 4; time++) await post(site, '/preferences', { address: 'AIKO@tokyo.example' })
  expect(answers.size).toBe(1)
  await site.server.close()
  const sent = await site.store.db.selectFrom('notices').select(['kind', 'address']).execute()
  expect(sent).toEqual(Array.from({ length: 3 }, () => ({ kind: 'find-preferences', address: 'aiko@tokyo.example' })))
  expect(await linkIn(site, 'find-preferences')).toBe(new URL(PUBLICATION.links.preferences(REF)).pathname)
})
