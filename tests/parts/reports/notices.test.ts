import { afterAll, describe, expect, test } from 'vitest'
import { DAY, type Instant } from '../../../src/domain/instant.ts'
import { askNewAddress } from '../../../src/flow/ask-new-address.ts'
import { queueNotice } from '../../../src/flow/queue-notice.ts'
import type { ReportTaken } from '../../../src/flow/report-taken.ts'
import { sendNotices, tidyNotices } from '../../../src/flow/send-notices.ts'
import { takeReport } from '../../../src/flow/take-report.ts'
import { noticeBounceAddress } from '../../../src/mail/bounce-address.ts'
import { feedbackAddress } from '../../../src/mail/report-address.ts'
import { openReportWorkers } from '../../../src/mail/reports/report-workers.ts'
import { complaintReport, postfixReport } from '../../rules/reports/raw-mail.ts'
import { eachDatabase } from '../../support/databases.ts'
import { NOON, PUBLICATION } from '../../support/world.ts'
import { openSending, type Sending } from '../deliver/sending.ts'
import { answerAll, ask } from '../sign-up/signing-up.ts'

const LAYLA = 'layla@cairo.example'
const AIKO = 'aiko@tokyo.example'
const DEAD = `550 5.1.1 <${LAYLA}>: User unknown`
const FULL = '552 5.2.2 Mailbox full'

const workers = openReportWorkers(1)
afterAll(() => workers[Symbol.asyncDispose]())

const takeAt = ({ store }: Sending, to: string, raw: Uint8Array, now: Instant): Promise<ReportTaken> =>
  takeReport({ store, publication: PUBLICATION, workers }, raw, { to, via: 'smtp' }, now)

const report = (sending: Sending, notice: number, raw: Uint8Array, now = NOON + 1): Promise<ReportTaken> =>
  takeAt(sending, noticeBounceAddress(notice, PUBLICATION), raw, now)

const send = ({ context }: Sending): Promise<number> => sendNotices(context, new AbortController().signal)

const suppressed = async ({ store }: Sending): Promise<string[]> =>
  (await store.db.selectFrom('suppressions').select(['canonical', 'reason']).execute()).map((row) => `${row.canonical}: ${row.reason}`)

const kindsIn = async ({ store }: Sending): Promise<string[]> =>
  (await store.db.selectFrom('notices').select('kind').orderBy('id').execute()).map(({ kind }) => kind)

/** Layla, whom nobody knows, has asked for the digest and was sent the mail to confirm; gives back how many mails she was sent in all. */
async function askFor(sending: Sending, now: Instant): Promise<number> {
  expect(await ask(sending.store, {}, now)).toEqual({ ok: true })
  await answerAll(sending.store, now)
  sending.setClock(now)
  await send(sending)
  return (await kindsIn(sending)).filter((kind) => kind === 'confirm-sign-up').length
}

const messageIdOf = ({ server }: Sending): string =>
  /^Message-ID: (<[^>]+>)/m.exec(server.accepted()[0]?.raw.toString('latin1') ?? '')?.[1] ?? ''

async function tell(sending: Sending, now: Instant): Promise<number> {
  const content = { subject: 's', heading: 'h', paragraphs: ['p'], remarks: [] }
  const id = await queueNotice(sending.store.db, { kind: 'welcome', address: AIKO, canonical: AIKO, language: 'en', content }, now)
  sending.setClock(now)
  await send(sending)
  return id
}

describe.each(eachDatabase)('a report about a single mail, on $name', ({ url }) => {
  test('that nobody reads there keeps further mails away for a month, is not told to whoever asks, and stores no address', async () => {
    await using sending = await openSending(await url())
    expect(await askFor(sending, NOON)).toBe(1)
    const dead = postfixReport(LAYLA, DEAD, { status: '5.1.1' })
    expect(await report(sending, 1, dead)).toEqual({ verdict: 'counted', deliveryId: null, follows: 'suppressed' })
    expect(await report(sending, 1, dead)).toEqual({ verdict: 'repeated', deliveryId: null })
    expect(await suppressed(sending)).toEqual([])
    expect(await askFor(sending, NOON + 2 * DAY)).toBe(1)
    const wish = { subscriberId: 1, address: LAYLA, language: 'en', from: { network: '', browser: '' } }
    expect(await askNewAddress(sending.store, PUBLICATION, wish, NOON + 2 * DAY)).toEqual({ ok: true })
    expect(await kindsIn(sending)).toEqual(['confirm-sign-up'])
    sending.setClock(NOON + 31 * DAY)
    await tidyNotices(sending.context)
    expect(await askFor(sending, NOON + 31 * DAY)).toBe(1)
  })

  test('to a reader counts as one about a digest: the dead are suppressed, the full after four times over ten days', async () => {
    await using sending = await openSending(await url())
    for (const day of [0, 4, 8, 11]) {
      expect(await suppressed(sending)).toEqual([])
      const id = await tell(sending, NOON + day * DAY)
      const full = postfixReport(AIKO, FULL, { status: '5.2.2' })
      expect(await report(sending, id, full, NOON + day * DAY + 1)).toMatchObject({ verdict: 'counted', follows: 'failure' })
    }
    expect(await suppressed(sending)).toEqual([`${AIKO}: soft`])
    const id = await tell(sending, NOON + 12 * DAY)
    await report(sending, id, postfixReport(AIKO, '550 5.1.1 No such user', { status: '5.1.1' }), NOON + 12 * DAY + 1)
    expect(await suppressed(sending)).toEqual([`${AIKO}: hard`])
    expect(await sending.store.db.selectFrom('reputation_hours').select('hour').where('bounced', '>', 0).execute()).toEqual([])
  })

  test('that it is spam suppresses reader or not, whether it comes back to the mail or names it elsewhere', async () => {
    await using sending = await openSending(await url())
    await askFor(sending, NOON)
    const named = complaintReport('Feedback-Type: abuse\nVersion: 1', `Message-ID: ${messageIdOf(sending)}\nTo: x@y.example`)
    expect(await takeAt(sending, feedbackAddress(PUBLICATION), named, NOON + 1)).toMatchObject({
      verdict: 'counted',
      follows: 'suppressed',
    })
    expect(await report(sending, await tell(sending, NOON), complaintReport('Feedback-Type: abuse\nVersion: 1'))).toMatchObject({
      verdict: 'counted',
    })
    expect((await suppressed(sending)).sort()).toEqual([`${AIKO}: complaint`, `${LAYLA}: complaint`])
  })

  test('that nobody of us has signed, or about a mail that is forgotten, changes nothing', async () => {
    await using sending = await openSending(await url())
    await askFor(sending, NOON)
    const dead = postfixReport(LAYLA, DEAD, { status: '5.1.1' })
    const forged = noticeBounceAddress(1, PUBLICATION).replace(/^n-1-/, 'n-2-')
    expect(await takeAt(sending, forged, dead, NOON)).toEqual({ verdict: 'unmatched', why: 'forged' })
    expect(await report(sending, 99, dead)).toEqual({ verdict: 'unmatched', why: 'no-delivery' })
    expect(await askFor(sending, NOON + DAY + 1)).toBe(2)
  })

  test('said by the mail server itself counts the same', async () => {
    await using sending = await openSending(await url())
    sending.server.answer({ at: 'rcpt' }, '550 5.1.1 No such user')
    await askFor(sending, NOON)
    await tell(sending, NOON)
    expect(await suppressed(sending)).toEqual([`${AIKO}: hard`])
    expect(await askFor(sending, NOON + 2 * DAY)).toBe(1)
  })
})
