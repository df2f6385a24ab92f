import { authenticate } from 'mailauth'
import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../../src/domain/instant.ts'
import { queueNotice } from '../../../src/flow/queue-notice.ts'
import { sendNotices, tidyNotices } from '../../../src/flow/send-notices.ts'
import { confirmationMail, knownMail, welcomeMail } from '../../../src/flow/sign-up-mails.ts'
import { claimNotices, markNoticePosting } from '../../../src/store/notices.ts'
import { faultsOf, read } from '../../support/captured.ts'
import { eachDatabase } from '../../support/databases.ts'
import { dkimKey } from '../../support/keys.ts'
import { NOON, openWorld, PUBLICATION } from '../../support/world.ts'
import { senderOver, type Sending } from '../deliver/sending.ts'
import { noticesIn } from './signing-up.ts'

const DIGEST = { names: { en: 'Morning Briefing', zh: '晨间简报', ar: 'موجز الصباح' } }
const dns = (): Promise<string[][]> => Promise.resolve([[dkimKey().record]])
const run = ({ context }: Sending): Promise<number> => sendNotices(context, new AbortController().signal)

async function openLane(url: string, people: string[]): Promise<Sending> {
  const store = await openWorld(url)
  for (const [index, address] of people.entries()) {
    const language = ['en', 'zh', 'ar'][index % 3] ?? 'en'
    const about = { digest: DIGEST, language, address, url: PUBLICATION.links.confirm(index + 1) }
    const content = confirmationMail({ ...about, topics: [{ en: 'Cities', zh: '城市', ar: 'المدن' }] })
    await queueNotice(store.db, { kind: 'confirm-sign-up', address, canonical: address, language, content }, NOON)
  }
  return senderOver(store, { lines: 1 })
}

const statesOf = async ({ store }: Sending): Promise<string[]> =>
  (await store.db.selectFrom('notices').select('state').orderBy('id').execute()).map(({ state }) => state)

describe.each(eachDatabase)('single mails on $name', ({ url }) => {
  test('break no rule of mail in any language, are signed, belong to no list, and forget what they said', { timeout: 30_000 }, async () => {
    await using sending = await openLane(await url(), ['david@london.example', 'wei@shanghai.example', 'layla@cairo.example'])
    for (const [kind, mail] of [
      ['already-subscribed', knownMail],
      ['welcome', welcomeMail],
    ] as const) {
      const about = { digest: DIGEST, language: 'ar', address: 'layla@cairo.example', url: PUBLICATION.links.confirm(1) }
      const to = { address: about.address, canonical: about.address, language: 'ar' }
      await queueNotice(sending.store.db, { kind, ...to, content: mail(about) }, NOON)
    }
    expect(await run(sending)).toBe(5)
    for (const { raw, from, to } of sending.server.accepted()) {
      const context = {
        now: NOON,
        kind: 'confirmation',
        dkim: 'required',
        envelope: { from, to },
        bounceDomain: 'broadsheet.example',
      } as const
      expect(faultsOf(raw, { ...context, from: 'digest@broadsheet.example', format: 'html' })).toEqual([])
      expect(raw.toString('latin1')).not.toMatch(/^(List-|Precedence)/m)
      expect(from).toMatch(/^n-[0-9a-z]+-[0-9a-z]+@broadsheet\.example$/)
      const { dkim } = await authenticate(raw, { resolver: dns, disableArc: true, disableDmarc: true, disableBimi: true })
      expect(dkim.results.map(({ status }) => status.result)).toEqual(['pass'])
    }
    const [, , arabic] = sending.server.accepted()
    const { html, text, subject } = await read(arabic?.raw ?? Buffer.alloc(0))
    expect(subject).toBe('أكد من فضلك: موجز الصباح')
    expect(html).toContain('dir="rtl"')
    expect(html?.match(/href="[^"]*\/c\/[^"]*"/g)).toHaveLength(1)
    expect(text).toContain(PUBLICATION.links.confirm(3))
    expect(await statesOf(sending)).toEqual(Array(5).fill('accepted'))
    expect(await sending.store.db.selectFrom('notices').select('content').distinct().execute()).toEqual([{ content: '' }])
  })

  test('wait and try again when the server says so, and are given up when nobody needs them any more', async () => {
    await using sending = await openLane(await url(), ['david@london.example'])
    sending.server.answer({ at: 'rcpt' }, '451 4.7.1 Greylisted')
    expect(await run(sending)).toBe(0)
    expect(await run(sending)).toBe(0)
    expect(await statesOf(sending)).toEqual(['queued'])
    sending.setClock(NOON + HOUR)
    sending.server.answer({ at: 'rcpt' }, '250 Fine')
    expect(await run(sending)).toBe(1)
    expect(await statesOf(sending)).toEqual(['accepted'])
    await queueNotice(sending.store.db, { ...sample(), usefulUntil: NOON + 2 * HOUR }, NOON + HOUR)
    sending.setClock(NOON + 3 * HOUR)
    await run(sending)
    expect(await statesOf(sending)).toEqual(['accepted', 'expired'])
  })

  test('a mailbox that is not there ends it', async () => {
    await using sending = await openLane(await url(), ['david@london.example'])
    sending.server.answer({ at: 'rcpt' }, '550 5.1.1 No such user')
    expect(await run(sending)).toBe(1)
    expect(await statesOf(sending)).toEqual(['refused'])
  })

  test('a sender that dies before the final dot has sent nothing; one that dies behind it is not repeated', async () => {
    await using sending = await openLane(await url(), ['david@london.example', 'wei@shanghai.example'])
    const { store } = sending
    const claim = { now: NOON, leaseUntil: NOON + MINUTE, limit: 10 }
    const [, second] = await claimNotices(store, claim)
    if (!second) throw new Error('There are not two notices')
    expect(await claimNotices(store, claim)).toEqual([])
    expect(await markNoticePosting(store.db, second, NOON + MINUTE)).toBe(true)
    sending.setClock(NOON + MINUTE)
    expect(await tidyNotices(sending.context)).toBe(1)
    expect(await statesOf(sending)).toEqual(['queued', 'doubtful'])
    expect(await run(sending)).toBe(1)
    expect(sending.server.accepted().map(({ to }) => to[0])).toEqual(['david@london.example'])
  })

  test('a forged row never reaches the mail server', async () => {
    await using sending = await openLane(await url(), [])
    await queueNotice(sending.store.db, { ...sample(), address: 'b@e.com\r\nBcc: x@evil.com' }, NOON)
    await run(sending)
    expect(await statesOf(sending)).toEqual(['refused'])
    expect(sending.server.messages).toEqual([])
  })

  test('are forgotten a month after their end', async () => {
    await using sending = await openLane(await url(), ['david@london.example'])
    await run(sending)
    sending.setClock(NOON + 31 * DAY)
    await tidyNotices(sending.context)
    expect(await statesOf(sending)).toEqual([])
    expect(await noticesIn(sending.store)).toEqual([])
  })
})

function sample() {
  const about = { digest: DIGEST, language: 'en', address: 'rosa@saopaulo.example', url: PUBLICATION.links.confirm(9) }
  const to = { address: about.address, canonical: about.address, language: 'en' }
  return { kind: 'already-subscribed' as const, ...to, content: knownMail(about) }
}
