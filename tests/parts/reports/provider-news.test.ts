import { describe, expect, test } from 'vitest'
import { subscriptionToken } from '../../../src/domain/links.ts'
import { signWith } from '../../../src/flow/sign.ts'
import { takeProviderNews } from '../../../src/flow/take-provider-news.ts'
import type { ReportTaken } from '../../../src/flow/report-taken.ts'
import { bounceAddress } from '../../../src/mail/bounce-address.ts'
import type { RecipientReport } from '../../../src/mail/reports/report.ts'
import { eachDatabase } from '../../support/databases.ts'
import { NOON, PUBLICATION } from '../../support/world.ts'
import { openSending, type Sending } from '../deliver/sending.ts'

const AIKO = 'aiko@tokyo.example'
const ABOUT = { address: AIKO, status: '5.1.1', replyCode: '550', rule: 'the provider’s word', text: '550 5.1.1 User unknown' }
const BOUNCE: RecipientReport = { ...ABOUT, class: 'hard', reason: 'unknown-user' }
const COMPLAINT: RecipientReport = { ...ABOUT, class: 'complaint', reason: 'abuse' }
const AWAY: RecipientReport = { ...ABOUT, class: 'autoreply', reason: 'vacation' }

/** A mail to Aiko has been accepted; the provider posts this about it. */
async function openPosting(
  url: string,
): Promise<Sending & { id: number; take: (marks: string[], about: RecipientReport) => Promise<ReportTaken> }> {
  const sending = await openSending(url, { readers: [AIKO] })
  await sending.run()
  const id = (await sending.deliveries())[0]?.id ?? 0
  const tools = { store: sending.store, publication: PUBLICATION }
  const raw = Buffer.from('{"event":"as it came"}')
  return { ...sending, id, take: (marks, recipient) => takeProviderNews(tools, { provider: 'postmark', marks, recipient, raw }, NOON + 1) }
}

const suppressed = async ({ store }: Sending): Promise<string[]> =>
  (await store.db.selectFrom('suppressions').select('reason').execute()).map(({ reason }) => reason)

describe.each(eachDatabase)('what a provider posts on $name', ({ url }) => {
  test('of a dead address suppresses the reader of the delivery that its token names, once', async () => {
    await using posting = await openPosting(await url())
    const marks = ['no token', bounceAddress(posting.id, PUBLICATION)]
    expect(await posting.take(marks, BOUNCE)).toEqual({ verdict: 'counted', deliveryId: posting.id, follows: 'suppressed' })
    expect(await posting.take(marks, BOUNCE)).toEqual({ verdict: 'repeated', deliveryId: posting.id })
    expect(await suppressed(posting)).toEqual(['hard'])
    const news = await posting.store.db.selectFrom('delivery_news').select(['kind', 'via', 'provider']).execute()
    expect(news).toEqual([{ kind: 'failed', via: 'webhook', provider: 'postmark' }])
  })

  test('of a complaint suppresses by the token of a subscription, too; of a bounce that says nothing', async () => {
    await using posting = await openPosting(await url())
    const token = subscriptionToken({ subscriberId: 1, digestId: 1 }, PUBLICATION.sign)
    expect(await posting.take([token], BOUNCE)).toEqual({ verdict: 'unmatched', why: 'nobody-named' })
    expect(await suppressed(posting)).toEqual([])
    expect(await posting.take([token], COMPLAINT)).toEqual({ verdict: 'counted', deliveryId: null, follows: 'suppressed' })
    expect(await suppressed(posting)).toEqual(['complaint'])
  })

  test('without a token of ours changes nothing, though it names the address, and is kept as it came', async () => {
    await using posting = await openPosting(await url())
    const forged = bounceAddress(posting.id, { ...PUBLICATION, sign: signWith('a secret of somebody else, who would like to') })
    expect(await posting.take([AIKO, forged], BOUNCE)).toEqual({ verdict: 'unmatched', why: 'nobody-named' })
    expect(await posting.take([], COMPLAINT)).toEqual({ verdict: 'unmatched', why: 'nobody-named' })
    expect(await posting.take([bounceAddress(posting.id, PUBLICATION)], AWAY)).toEqual({ verdict: 'ignored', why: 'automatic' })
    const { db } = posting.store
    expect([await suppressed(posting), await db.selectFrom('delivery_news').selectAll().execute()]).toEqual([[], []])
    const kept = await db.selectFrom('unmatched_reports').select(['provider', 'recipient', 'raw']).execute()
    expect(kept.map(({ raw, ...row }) => ({ ...row, raw: Buffer.from(raw).toString() }))).toEqual(
      Array(2).fill({ provider: 'postmark', recipient: AIKO, raw: '{"event":"as it came"}' }),
    )
  })
})
