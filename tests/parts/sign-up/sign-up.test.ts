import { describe, expect, test } from 'vitest'
import { DAY, HOUR } from '../../../src/domain/instant.ts'
import { askAgain } from '../../../src/flow/ask-again.ts'
import { forgetOldSignUps } from '../../../src/flow/answer-sign-ups.ts'
import { findSignUpStanding } from '../../../src/flow/confirm-sign-up.ts'
import { INTERNATIONAL_MAIL } from '../../../src/flow/international-mail.ts'
import { describeDigest } from '../../../src/flow/describe.ts'
import { welcomeReaders } from '../../../src/flow/welcome-readers.ts'
import { unsubscribe } from '../../../src/flow/unsubscribe.ts'
import { setFact } from '../../../src/store/installation.ts'
import { listConsents } from '../../../src/store/listings/consents.ts'
import { listSubscriptions } from '../../../src/store/listings/subscriptions.ts'
import { USUAL_LIMITS } from '../../../src/domain/sign-up.ts'
import { findSignUp } from '../../../src/store/sign-ups.ts'
import { eachDatabase } from '../../support/databases.ts'
import { issueAt } from '../deliver/sending.ts'
import { NOON, PUBLICATION, publish, reader } from '../../support/world.ts'
import { answerAll, ask, DESK, lastLink, noticesIn, openPublication, PHONE, press, signUp, WISH } from './signing-up.ts'
import { suppressFor } from './suppress-for.ts'

const REF = { subscriberId: 1, digestId: 1 }

describe.each(eachDatabase)('signing up on $name', ({ url }) => {
  test('nothing is subscribed before the button in the mail was pressed; then everything is as chosen', async () => {
    await using store = await openPublication(await url())
    expect(await ask(store, {}, NOON)).toEqual({ ok: true })
    expect(await answerAll(store, NOON)).toBe(1)
    expect(await store.db.selectFrom('subscribers').selectAll().execute()).toEqual([])
    expect(await noticesIn(store)).toMatchObject([{ kind: 'confirm-sign-up', address: 'layla@cairo.example', language: 'ar' }])
    const { id } = await lastLink(store)
    expect(await press(store, id, NOON + HOUR)).toMatchObject({ isNew: true, standing: { is: 'confirmed', ref: REF } })
    expect(await listSubscriptions(store.db)).toMatchObject([
      { address: 'layla@cairo.example', name: 'Layla', state: 'active', zone: 'Africa/Cairo', languages: ['ar', 'en'], topics: ['world'] },
    ])
  })

  test('the consent says who agreed to which words, when and where asked, when and where confirmed', async () => {
    await using store = await openPublication(await url())
    await ask(store, {}, NOON)
    await answerAll(store, NOON)
    await press(store, (await lastLink(store)).id, NOON + HOUR)
    expect(await listConsents(store.db, 'layla@cairo.example')).toEqual([
      {
        id: 1,
        address: 'layla@cairo.example',
        digest: 'morning',
        how: 'form',
        wording: { language: 'ar', version: expect.stringMatching(/^[0-9a-f]{12}$/) as string, text: 'You may send it to me.' },
        asked: { at: NOON, ...PHONE },
        given: { at: NOON + HOUR, ...DESK },
      },
    ])
  })

  test('a link works once: of many who press at the same time one is told that it is new, and nothing is written twice', async () => {
    await using store = await openPublication(await url())
    await ask(store, {}, NOON)
    await answerAll(store, NOON)
    const { id } = await lastLink(store)
    const pressed = await Promise.all([1, 2, 3].map(() => press(store, id, NOON).catch(() => press(store, id, NOON))))
    expect(pressed.map(({ isNew }) => isNew).sort()).toEqual([false, false, true])
    expect(await press(store, id, NOON + DAY)).toMatchObject({ isNew: false, standing: { is: 'confirmed' } })
    expect(await listConsents(store.db, 'layla@cairo.example')).toHaveLength(1)
  })

  test('a link is good for seven days; an old one offers a new mail with the same wishes', async () => {
    await using store = await openPublication(await url())
    await ask(store, {}, NOON)
    await answerAll(store, NOON)
    const { id } = await lastLink(store)
    expect((await findSignUpStanding(store.db, id, { hashAddress: PUBLICATION.hashAddress, now: NOON + 7 * DAY })).is).toBe('waiting')
    const late = NOON + 7 * DAY + 1
    expect(await press(store, id, late)).toMatchObject({ isNew: false, standing: { is: 'expired' } })
    const old = await findSignUp(store.db, id)
    if (!old) throw new Error('The request is gone')
    await askAgain(store, old, { from: DESK, limits: USUAL_LIMITS, now: late })
    await answerAll(store, late)
    expect(await press(store, (await lastLink(store)).id, late)).toMatchObject({ isNew: true })
    expect(await listSubscriptions(store.db)).toMatchObject([{ zone: 'Africa/Cairo', topics: ['world'] }])
  })

  test('whatever was not confirmed is forgotten after thirty days', async () => {
    await using store = await openPublication(await url())
    await ask(store, {}, NOON)
    await answerAll(store, NOON)
    const { id } = await lastLink(store)
    expect(await forgetOldSignUps(store, NOON + 30 * DAY)).toBe(0)
    expect(await forgetOldSignUps(store, NOON + 30 * DAY + 1)).toBe(1)
    expect(await press(store, id, NOON + 31 * DAY)).toEqual({ isNew: false, standing: { is: 'unknown' } })
  })

  test('a link from before somebody left brings nobody back, used or not; a new sign-up does', async () => {
    await using store = await openPublication(await url())
    await ask(store, {}, NOON)
    await answerAll(store, NOON)
    const unused = await lastLink(store)
    await signUp(store, {}, NOON + 1)
    const used = await lastLink(store)
    await unsubscribe(store, REF, { at: NOON + 2, by: 'one-click' })
    for (const { id } of [unused, used]) expect(await press(store, id, NOON + 3)).toMatchObject({ isNew: false, standing: { is: 'left' } })
    expect(await listSubscriptions(store.db)).toMatchObject([{ state: 'ended' }])
    expect(await signUp(store, {}, NOON + 4)).toMatchObject({ isNew: true })
    expect(await listSubscriptions(store.db)).toMatchObject([{ state: 'active' }])
  })

  test('who is subscribed gets a kind mail instead, once a day, and nothing is changed', async () => {
    await using store = await openPublication(await url())
    await reader(store, 'layla@cairo.example')
    await ask(store, { choices: { ...WISH.choices, topicIds: [2] } }, NOON)
    await ask(store, { address: 'LAYLA@Cairo.example' }, NOON)
    await answerAll(store, NOON)
    expect((await noticesIn(store)).map(({ kind }) => kind)).toEqual(['already-subscribed'])
    expect(await listSubscriptions(store.db)).toMatchObject([{ topics: ['world'], zone: 'UTC' }])
  })

  test.each([
    ['complaint', 0],
    ['manual', 0],
    ['hard', 1],
  ] as const)('an address suppressed for %s gets %i mails', async (reason, mails) => {
    await using store = await openPublication(await url())
    await suppressFor(store, 'layla@cairo.example', reason)
    expect(await ask(store, {}, NOON)).toEqual({ ok: true })
    await answerAll(store, NOON)
    expect(await noticesIn(store)).toHaveLength(mails)
  })

  test('a confirmed sign-up lifts what kept mail away because it had come back', async () => {
    await using store = await openPublication(await url())
    await suppressFor(store, 'layla@cairo.example', 'hard')
    await signUp(store, {}, NOON)
    expect(await store.db.selectFrom('suppressions').selectAll().execute()).toEqual([])
  })

  test('a complaint between asking and confirming stands', async () => {
    await using store = await openPublication(await url())
    await ask(store, {}, NOON)
    await answerAll(store, NOON)
    await suppressFor(store, 'layla@cairo.example', 'complaint')
    expect(await press(store, (await lastLink(store)).id, NOON)).toMatchObject({ isNew: false, standing: { is: 'suppressed' } })
    expect(await listSubscriptions(store.db)).toEqual([])
  })

  test('hostile cases 10 and 44: one mailbox gets three mails a day, however its address is written', async () => {
    await using store = await openPublication(await url())
    const spellings = ['ro.sa@gmail.com', 'rosa+a@gmail.com', 'ROSA@googlemail.com', 'r.o.s.a+b@gmail.com', 'rosa@gmail.com']
    for (const [index, address] of spellings.entries()) await ask(store, { address, from: { ...PHONE, network: `10.0.${index}.1` } }, NOON)
    await answerAll(store, NOON)
    expect(await noticesIn(store)).toHaveLength(3)
    await ask(store, { address: 'rosa@gmail.com' }, NOON + DAY + 1)
    await answerAll(store, NOON + DAY + 1)
    expect(await noticesIn(store)).toHaveLength(4)
  })

  test('hostile case 44: a network has its share an hour, and all together have theirs', async () => {
    await using store = await openPublication(await url())
    const from = (network: string) => ({ ...PHONE, network })
    for (let index = 0; index < USUAL_LIMITS.perNetwork; index++)
      expect(await ask(store, { address: `a${index}@x.example`, from: from(`198.51.100.${index}`) }, NOON)).toEqual({ ok: true })
    expect(await ask(store, { from: from('198.51.100.99') }, NOON)).toEqual({ ok: false, reason: 'too-many-here' })
    expect(await ask(store, { from: from('198.51.101.1') }, NOON)).toEqual({ ok: true })
    expect(await ask(store, { from: from('198.51.100.99') }, NOON + HOUR + 1)).toEqual({ ok: true })
  })

  test.each(['mailer-daemon@example.com', 'postmaster@example.com', 'no-reply@example.com', 'news-request@example.com'])(
    'nobody reads %s, so nothing is sent there, and the answer is as always',
    async (address) => {
      await using store = await openPublication(await url())
      expect(await ask(store, { address }, NOON)).toEqual({ ok: true })
      await answerAll(store, NOON)
      expect(await noticesIn(store)).toEqual([])
    },
  )

  test('hostile cases 4 to 9: what is no address is refused, and every spelling of one is the same', async () => {
    await using store = await openPublication(await url())
    for (const address of [
      'b@e.com\r\nBcc: x@evil',
      'b@e.com,x@evil',
      'b@exam\u00ADple.com',
      'a@[127.0.0.1]',
      '"a"@e.com',
      'root@localhost',
    ])
      expect(await ask(store, { address }, NOON)).toMatchObject({ ok: false })
    for (const address of ['user@bücher.example', 'user@xn--bcher-kva.example', 'USER@BÜCHER.example'])
      expect(await ask(store, { address }, NOON)).toEqual({ ok: true })
    const rows = await store.db.selectFrom('sign_ups').select('canonical').execute()
    expect(rows.map(({ canonical }) => canonical)).toEqual(Array(3).fill('user@xn--bcher-kva.example'))
  })

  test('hostile case 54: our own addresses are refused', async () => {
    await using store = await openPublication(await url())
    for (const address of ['digest@broadsheet.example', 'Digest@Broadsheet.example', `b-1-1${'a'.repeat(26)}@broadsheet.example`])
      expect(await ask(store, { address }, NOON)).toEqual({ ok: false, reason: 'ours' })
    expect(await ask(store, { address: 'aiko@broadsheet.example' }, NOON)).toEqual({ ok: true })
  })

  test('who has confirmed is welcomed once, with what the latest issue has on the chosen topics, if the digest wants it', async () => {
    await using store = await openPublication(await url())
    await publish(store, { key: 'harbour', title: 'A quieter harbour', topics: ['world'] })
    await publish(store, { key: 'final', title: 'A final', topics: ['sport'] })
    await issueAt(store, 'morning', NOON)
    const welcome = (now: number) =>
      welcomeReaders({ store, publication: PUBLICATION, clock: () => now, failed: (what) => expect.unreachable(what) })
    await signUp(store, { choices: { ...WISH.choices, languages: ['en'] } }, NOON)
    expect(await welcome(NOON)).toBe(1)
    expect(await welcome(NOON)).toBe(0)
    const mails = (await noticesIn(store)).filter(({ kind }) => kind === 'welcome')
    expect(mails.map(({ address, content }) => [address, content.stories?.map(({ title }) => title)])).toEqual([
      ['layla@cairo.example', ['A quieter harbour']],
    ])
    await describeDigest(store, { slug: 'morning', welcome: 'none' }, { id: null, name: 'tests' }, NOON)
    await signUp(store, { address: 'rosa@saopaulo.example' }, NOON)
    expect(await welcome(NOON)).toBe(0)
    expect(await press(store, (await lastLink(store)).id, NOON)).toMatchObject({ isNew: false, standing: { is: 'confirmed' } })
  })

  test('hostile case 7: letters beyond ASCII before the @ are taken where the mail server can write to them', async () => {
    await using store = await openPublication(await url())
    const address = '用户@例え.jp'
    await setFact(store.db, INTERNATIONAL_MAIL, 'no')
    expect(await ask(store, { address }, NOON)).toEqual({ ok: false, reason: 'international' })
    await setFact(store.db, INTERNATIONAL_MAIL, 'yes')
    expect(await ask(store, { address }, NOON)).toEqual({ ok: true })
  })
})
