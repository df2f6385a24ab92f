import { describe, expect, test } from 'vitest'
import { HOUR } from '../../src/domain/instant.ts'
import { makePump } from '../../src/flow/deliver-due.ts'
import { takeReport } from '../../src/flow/take-report.ts'
import { bounceAddress } from '../../src/mail/bounce-address.ts'
import { startListener, type Listener } from '../../src/mail/intake/start-listener.ts'
import { parseRelay } from '../../src/mail/relay.ts'
import { openReportWorkers } from '../../src/mail/reports/report-workers.ts'
import { openTransport } from '../../src/mail/transport.ts'
import type { Store } from '../../src/store/dialect.ts'
import { openSending, type Sending } from '../parts/deliver/sending.ts'
import { sendReport, talkSmtp } from '../parts/intake/talk-smtp.ts'
import { postfixReport, rawMail } from '../rules/reports/raw-mail.ts'
import { eachDatabase } from '../support/databases.ts'
import { hasPostfix, startPostfix } from '../support/postfix.ts'
import { NOON, PUBLICATION } from '../support/world.ts'

const MISSING = 'missing@london.example'
const AIKO = 'aiko@tokyo.example'

describe('what comes back through a real Postfix', () => {
  if (!hasPostfix()) {
    test('Left out: a bounce through Postfix (it needs Debian’s package postfix, and root)', () => expect(hasPostfix()).toBe(false))
    return
  }
  test('a missing user is suppressed; a vacation reply and a forged report change nothing', { timeout: 120_000 }, async () => {
    await using sending = await openSending((await eachDatabase[0]?.url()) ?? '', { readers: [MISSING, AIKO] })
    sending.server.answer({ at: 'rcpt', to: MISSING }, '550 5.1.1 User unknown')
    await using workers = openReportWorkers()
    await using listener = await listen(sending.store, workers)
    const bounces = { domain: PUBLICATION.bounceDomain, port: listener.port }
    await using postfix = await startPostfix({ handTo: sending.server.port, bounces })
    await sendAll(sending, postfix.url)

    await expect.poll(() => suppressed(sending.store), { timeout: 60_000, interval: 200 }).toEqual([`${MISSING}: hard`])
    expect((await sending.deliveries()).map(({ state }) => state)).toEqual(['accepted', 'accepted'])

    const { id } = (await sending.deliveries()).find(({ subscriber_id }) => subscriber_id === 2) ?? { id: 0 }
    const away = rawMail({ From: AIKO, Subject: 'Out of office', 'Auto-Submitted': 'auto-replied' }, 'I am away. 550 5.1.1 user unknown.')
    await through(postfix.url, bounceAddress(id, PUBLICATION), away)
    const forged = `b-${id.toString(36)}-1aaaaaaaaaaaaaaaaaaaaaaaaaa@${PUBLICATION.bounceDomain}`
    await through(postfix.url, forged, postfixReport(AIKO, '550 5.1.1 User unknown', { status: '5.1.1' }))
    await expect.poll(() => tallies(sending.store), { timeout: 60_000, interval: 200 }).toEqual({ counted: 1, ignored: 1, unmatched: 1 })
    expect(await suppressed(sending.store)).toEqual([`${MISSING}: hard`])
  })
})

async function listen(store: Store, workers: ReturnType<typeof openReportWorkers>): Promise<Listener & AsyncDisposable> {
  const { bounceDomain } = PUBLICATION
  const listener = await startListener(
    { host: '127.0.0.1', port: 0, name: bounceDomain, bounceDomain, tls: undefined },
    {
      take: async ({ raw, ...envelope }) => {
        const { verdict } = await takeReport({ store, publication: PUBLICATION, workers }, raw, envelope, NOON + HOUR)
        return verdict === 'unmatched' ? 'unmatched' : 'matched'
      },
      clock: () => NOON + HOUR,
      failed: (_, error) => {
        throw error
      },
    },
  )
  return { ...listener, [Symbol.asyncDispose]: () => listener.close() }
}

async function sendAll({ context }: Sending, url: string): Promise<void> {
  const relay = parseRelay(url)
  if (!relay) throw new Error(`${url} is no mail server`)
  const transport = openTransport({ relay, name: 'test.example', lines: 1, messagesPerLine: 50 })
  expect(await makePump({ ...context, transport }, 4).deliverDue(new AbortController().signal)).toBe(2)
  transport.close()
}

async function through(url: string, to: string, raw: Uint8Array): Promise<void> {
  await using talk = await talkSmtp(Number(new URL(url.replace('smtp', 'http')).port))
  await talk.say('EHLO mx.example.net')
  expect(await sendReport(talk, to, Buffer.from(raw).toString())).toMatch(/^250 /)
}

const suppressed = async ({ db }: Store): Promise<string[]> =>
  (await db.selectFrom('suppressions').select(['canonical', 'reason']).execute()).map(
    ({ canonical, reason }) => `${canonical ?? ''}: ${reason}`,
  )

const tallies = async ({ db }: Store): Promise<Record<string, number>> =>
  Object.fromEntries(
    (await db.selectFrom('report_tallies').select(['verdict', 'reports']).execute()).map(({ verdict, reports }) => [verdict, reports]),
  )
