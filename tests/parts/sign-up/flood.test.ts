import { expect, test } from 'vitest'
import { answerSignUps } from '../../../src/flow/answer-sign-ups.ts'
import { makePump } from '../../../src/flow/deliver-due.ts'
import { queueNotice } from '../../../src/flow/queue-notice.ts'
import { sendNotices } from '../../../src/flow/send-notices.ts'
import { knownMail } from '../../../src/flow/sign-up-mails.ts'
import { openTransport } from '../../../src/mail/transport.ts'
import { insertSignUp } from '../../../src/store/sign-ups.ts'
import { ensureWording } from '../../../src/store/wordings.ts'
import { eachDatabase } from '../../support/databases.ts'
import { NOON } from '../../support/world.ts'
import { openSending, type Sending } from '../deliver/sending.ts'
import { WISH } from './signing-up.ts'

const READERS = 80
const FLOOD = 2000

const readers = Array.from({ length: READERS }, (_, index) => `reader${index}@x.example`)

/** Thousands of people who have asked, each from a network of its own, and as many mails that wait to leave. */
async function flood({ store: { db } }: Sending): Promise<void> {
  const content = knownMail({ digest: { names: { en: 'Morning' } }, language: 'en', address: 'a@y.example', url: 'https://x.example/' })
  await db.transaction().execute(async (tx) => {
    const wordingId = await ensureWording(tx, WISH.wording, NOON)
    for (let index = 0; index < FLOOD; index++) {
      const [address, network] = [`flood${index}@y.example`, `10.${index >> 8}.${index & 255}.1`]
      const who = { address, canonical: address, mailbox: address, networkGroup: network, asked: { network, browser: '', at: NOON } }
      await insertSignUp(tx, { ...WISH, ...who, wordingId })
      await queueNotice(tx, { kind: 'already-subscribed', address, canonical: address, language: 'en', content }, NOON)
    }
  })
}

/** Sends the digests while single mails are made and sent beside them, as in a sender; how long the digests took. */
async function timeDigests({ context, server }: Sending): Promise<number> {
  const relay = { host: '127.0.0.1', port: server.port, isSecure: false, isLocal: true }
  const transport = openTransport({ relay, name: 'news.test', lines: 1, messagesPerLine: 50 })
  const leaving = new AbortController()
  const lane = Promise.all([answerSignUps({ ...context, signal: leaving.signal }), sendNotices({ ...context, transport }, leaving.signal)])
  const from = performance.now()
  await makePump(context, 8).deliverDue(new AbortController().signal)
  const took = performance.now() - from
  leaving.abort()
  await lane
  transport.close()
  return took
}

const FAIR = 2

test.each(eachDatabase)(
  'hostile case 44: two thousand sign-ups and as many mails about them do not delay the digests, on $name',
  { timeout: 120_000 },
  async ({ url }) => {
    await using quiet = await openSending(await url(), { readers })
    const usually = await timeDigests(quiet)
    await using sending = await openSending(await url(), { readers })
    await flood(sending)
    const flooded = await timeDigests(sending)
    expect((await sending.deliveries()).map(({ state }) => state)).toEqual(Array(READERS).fill('accepted'))
    const left = await sending.store.db.selectFrom('notices').select('id').where('state', '=', 'queued').execute()
    expect(left.length).toBeGreaterThan(FLOOD / 2)
    expect(flooded, `usually ${usually} ms`).toBeLessThan(FAIR * usually + 500)
  },
)
