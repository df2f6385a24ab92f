import { afterAll, describe, expect, test } from 'vitest'
import { DAY, type Instant } from '../../../src/domain/instant.ts'
import { subscriptionToken } from '../../../src/domain/links.ts'
import { signWith } from '../../../src/flow/sign.ts'
import { liftByOptIn } from '../../../src/flow/lift-by-opt-in.ts'
import type { ReportTaken } from '../../../src/flow/report-taken.ts'
import type { ReportTools } from '../../../src/flow/report-tools.ts'
import { takeReport } from '../../../src/flow/take-report.ts'
import { bounceAddress } from '../../../src/mail/bounce-address.ts'
import { feedbackAddress, unsubscribeAddress } from '../../../src/mail/report-address.ts'
import { openReportWorkers } from '../../../src/mail/reports/report-workers.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { eachDatabase } from '../../support/databases.ts'
import { NOON, PUBLICATION } from '../../support/world.ts'
import { complaintReport, postfixReport, rawMail, rawReport } from '../../rules/reports/raw-mail.ts'
import { openSending, type Sending } from '../deliver/sending.ts'

const workers = openReportWorkers(2)
afterAll(() => workers[Symbol.asyncDispose]())

const toolsOf = ({ store }: { store: Store }): ReportTools => ({ store, publication: PUBLICATION, workers })
const DEAD = '550 5.1.1 <aiko@tokyo.example>: User unknown'
const FULL = '552 5.2.2 Mailbox full'

/** A report that has come to the address of this delivery. */
const report = (world: Sent, raw: Uint8Array, { delivery = world.aiko, at = NOON + 1 }: { delivery?: number; at?: Instant } = {}) =>
  takeReport(toolsOf(world), raw, { to: bounceAddress(delivery, PUBLICATION), via: 'smtp' }, at)

const reportTo = (world: { store: Store }, to: string, raw: Uint8Array): Promise<ReportTaken> =>
  takeReport(toolsOf(world), raw, { to, via: 'smtp' }, NOON + 1)

const suppressed = async ({ store }: Sending): Promise<string[]> =>
  (await store.db.selectFrom('suppressions').select(['canonical', 'reason']).orderBy('canonical').execute()).map(
    ({ canonical, reason }) => `${canonical}: ${reason}`,
  )

const newsOf = ({ store }: Sending) =>
  store.db.selectFrom('delivery_news').select(['delivery_id', 'kind', 'follows', 'status', 'text', 'via']).orderBy('id').execute()

const unmatchedIn = async ({ store }: Sending): Promise<string[]> =>
  (await store.db.selectFrom('unmatched_reports').select('why').orderBy('id').execute()).map(({ why }) => why)

type Sent = Sending & { aiko: number; david: number }

/** A world whose deliveries, to these two, have been accepted at noon. */
async function openSent(url: string): Promise<Sent> {
  const sending = await openSending(url, { readers: ['aiko@tokyo.example', 'david@london.example'] })
  await sending.run()
  // Readers have the ids 1 and 2; in which order their deliveries were made is the database's business.
  const [aiko, david] = (await sending.deliveries()).toSorted((a, b) => a.subscriber_id - b.subscriber_id)
  return { ...sending, aiko: aiko?.id ?? 0, david: david?.id ?? 0 }
}

describe.each(eachDatabase)('a report on $name', ({ url }) => {
  test('of a dead address suppresses the reader of its delivery, and stands beside the delivery, not over its state', async () => {
    await using world = await openSent(await url())
    expect(await report(world, postfixReport('aiko@tokyo.example', DEAD, { status: '5.1.1' }))).toEqual({
      verdict: 'counted',
      deliveryId: world.aiko,
      follows: 'suppressed',
    })
    expect(await suppressed(world)).toEqual(['aiko@tokyo.example: hard'])
    expect(await newsOf(world)).toEqual([
      {
        delivery_id: world.aiko,
        kind: 'failed',
        follows: 'suppressed',
        status: '5.1.1',
        text: expect.stringContaining(DEAD) as string,
        via: 'smtp',
      },
    ])
    expect((await world.deliveries()).map(({ state }) => state)).toEqual(['accepted', 'accepted'])
  })

  test('counts once, however often it comes, and by however many processes at once', async () => {
    await using world = await openSent(await url())
    const raw = postfixReport('aiko@tokyo.example', FULL)
    const taken = await Promise.all(Array.from({ length: 8 }, () => report(world, raw)))
    expect(taken.filter(({ verdict }) => verdict === 'counted')).toEqual([
      { verdict: 'counted', deliveryId: world.aiko, follows: 'failure' },
    ])
    expect(taken.filter(({ verdict }) => verdict === 'repeated')).toHaveLength(7)
    expect(await world.store.db.selectFrom('soft_failures').selectAll().execute()).toHaveLength(1)
    expect(await report(world, raw, { at: NOON + 365 * DAY })).toEqual({ verdict: 'repeated', deliveryId: world.aiko })
    const tallies = await world.store.db.selectFrom('report_tallies').selectAll().orderBy('day').orderBy('verdict').execute()
    expect(tallies.map(({ verdict, reports }) => `${verdict} ${reports}`)).toEqual(['counted 1', 'repeated 7', 'repeated 1'])
  })

  test('to an address in capitals is ours, too: mail servers fold the case', async () => {
    await using world = await openSent(await url())
    const taken = await reportTo(world, bounceAddress(world.aiko, PUBLICATION).toUpperCase(), postfixReport('aiko@tokyo.example', DEAD))
    expect(taken).toMatchObject({ verdict: 'counted' })
  })

  // Hostile cases 47, 48 and 50.
  test('without a signature of ours changes nothing, whatever it says, and is kept for a person', async () => {
    await using world = await openSent(await url())
    const raw = postfixReport('aiko@tokyo.example', DEAD)
    const forged = bounceAddress(world.aiko, { ...PUBLICATION, sign: signWith('a secret of somebody else, who would like to') })
    const inside = rawReport('delivery-status', [
      ['text/plain', `<aiko@tokyo.example>: ${DEAD}`],
      [
        'message/delivery-status',
        `Final-Recipient: rfc822; aiko@tokyo.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; ${DEAD}`,
      ],
      [
        'text/rfc822-headers',
        `Return-Path: <${bounceAddress(world.aiko, PUBLICATION)}>\nMessage-ID: ${messageIdOf(world)}\nTo: aiko@tokyo.example`,
      ],
    ])
    expect(await reportTo(world, forged, raw)).toEqual({ verdict: 'unmatched', why: 'forged' })
    expect(await reportTo(world, forged, complaintReport('Feedback-Type: abuse\nOriginal-Rcpt-To: aiko@tokyo.example'))).toEqual({
      verdict: 'unmatched',
      why: 'forged',
    })
    expect(await reportTo(world, 'digest@broadsheet.example', inside)).toEqual({ verdict: 'unmatched', why: 'not-ours' })
    expect(await reportTo(world, feedbackAddress(PUBLICATION), inside)).toEqual({ verdict: 'ignored', why: 'ordinary' })
    expect([await suppressed(world), await newsOf(world)]).toEqual([[], []])
    expect(await unmatchedIn(world)).toEqual(['forged', 'forged', 'not-ours'])
  })

  test('counts for our reader of that delivery, never for an address named inside', async () => {
    await using world = await openSent(await url())
    const several = rawReport('delivery-status', [
      ['text/plain', 'Some could not be reached.'],
      [
        'message/delivery-status',
        ['david@london.example', 'victim@elsewhere.example']
          .map((who) => `Final-Recipient: rfc822; ${who}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown`)
          .join('\n\n'),
      ],
      ['text/rfc822-headers', `Return-Path: <${bounceAddress(world.david, PUBLICATION)}>\nX-Failed-Recipients: david@london.example`],
    ])
    expect(await report(world, several)).toMatchObject({ verdict: 'counted', deliveryId: world.aiko })
    expect(await suppressed(world)).toEqual(['aiko@tokyo.example: hard'])
  })

  test('about several: what it says of our address counts, else the mildest', async () => {
    await using world = await openSent(await url())
    const about = (...blocks: [who: string, action: string, code: string][]): Uint8Array =>
      rawReport('delivery-status', [
        ['text/plain', 'About several.'],
        [
          'message/delivery-status',
          blocks
            .map(
              ([who, action, code]) => `Final-Recipient: rfc822; ${who}\nAction: ${action}\nStatus: 5.0.0\nDiagnostic-Code: smtp; ${code}`,
            )
            .join('\n\n'),
        ],
      ])
    const dead = '550 5.1.1 User unknown'
    expect(await report(world, about(['x@list.example', 'failed', dead], ['y@list.example', 'delivered', '250 Ok']))).toEqual({
      verdict: 'noted',
      deliveryId: world.aiko,
      follows: 'nothing',
    })
    const named = about(['x@list.example', 'delivered', '250 Ok'], ['DAVID@London.example', 'failed', FULL])
    expect(await report(world, named, { delivery: world.david })).toEqual({
      verdict: 'counted',
      deliveryId: world.david,
      follows: 'failure',
    })
  })

  // Hostile case 51.
  test.each([
    ['delayed', postfixReport('aiko@tokyo.example', '451 4.7.1 Try later', { action: 'delayed' }), 'noted'],
    ['of success', postfixReport('aiko@tokyo.example', '250 Ok', { action: 'delivered' }), 'noted'],
    [
      'that is a vacation reply',
      rawMail({ From: 'aiko@tokyo.example', Subject: 'Out of office' }, 'The user unknown to you is away'),
      'ignored',
    ],
    ['that is a letter', rawMail({ From: 'aiko@tokyo.example', Subject: 'Thank you' }, 'I liked today’s news.'), 'ignored'],
    ['that is nothing at all', new Uint8Array(), 'ignored'],
  ])('%s changes nothing', async (_, raw, verdict) => {
    await using world = await openSent(await url())
    expect(await report(world, raw)).toMatchObject({ verdict })
    expect(await suppressed(world)).toEqual([])
    expect(await world.store.db.selectFrom('soft_failures').selectAll().execute()).toEqual([])
  })

  test('about a fault of ours is told, and charged to nobody', async () => {
    await using world = await openSent(await url())
    const taken = await report(world, postfixReport('aiko@tokyo.example', '554 5.7.1 blocked using zen.spamhaus.org'))
    expect(taken).toEqual({ verdict: 'noted', deliveryId: world.aiko, follows: 'told' })
    expect([await suppressed(world), (await newsOf(world)).map(({ kind }) => kind)]).toEqual([[], ['ours']])
  })

  test('about a mail that waits and then one that it did not arrive are two pieces of news', async () => {
    await using world = await openSent(await url())
    await report(world, postfixReport('aiko@tokyo.example', '451 4.4.1 No answer', { action: 'delayed' }))
    expect(await report(world, postfixReport('aiko@tokyo.example', DEAD))).toMatchObject({ verdict: 'counted' })
    expect((await newsOf(world)).map(({ kind }) => kind)).toEqual(['delayed', 'failed'])
  })

  test('of a delivery that is no more, or of one that left very long ago, changes nothing', async () => {
    await using world = await openSent(await url())
    const raw = postfixReport('aiko@tokyo.example', DEAD)
    expect(await report(world, raw, { delivery: 999 })).toEqual({ verdict: 'unmatched', why: 'no-delivery' })
    expect(await report(world, raw, { at: NOON + 91 * DAY })).toEqual({ verdict: 'noted', deliveryId: world.aiko, follows: 'outdated' })
    expect(await suppressed(world)).toEqual([])
  })

  // Hostile case 49.
  test('older than the reader’s new confirmation changes nothing', async () => {
    await using world = await openSent(await url())
    await report(world, postfixReport('aiko@tokyo.example', DEAD))
    await liftByOptIn(world.store.db, { canonical: 'aiko@tokyo.example', hashAddress: PUBLICATION.hashAddress }, NOON + DAY)
    await world.store.db.deleteFrom('delivery_news').execute()
    const again = await report(world, postfixReport('aiko@tokyo.example', DEAD), { at: NOON + 2 * DAY })
    expect(again).toEqual({ verdict: 'noted', deliveryId: world.aiko, follows: 'outdated' })
    expect(await suppressed(world)).toEqual([])
  })
})

describe.each(eachDatabase)('a complaint on $name', ({ url }) => {
  test('suppresses its reader everywhere, at the address of the delivery or at the one for complaints', async () => {
    await using world = await openSent(await url())
    expect(await report(world, complaintReport('Feedback-Type: abuse\nVersion: 1'))).toEqual({
      verdict: 'counted',
      deliveryId: world.aiko,
      follows: 'suppressed',
    })
    const { unsubscribe } = PUBLICATION.links
    const returned = `List-Unsubscribe: <${unsubscribe({ subscriberId: 2, digestId: 1 })}>\nTo: redacted@london.example\nSubject: The Daily`
    expect(await reportTo(world, feedbackAddress(PUBLICATION), complaintReport('Feedback-Type: abuse', returned))).toEqual({
      verdict: 'counted',
      deliveryId: null,
      follows: 'suppressed',
    })
    expect(await suppressed(world)).toEqual(['aiko@tokyo.example: complaint', 'david@london.example: complaint'])
  })

  test('is stronger than a dead mailbox', async () => {
    await using world = await openSent(await url())
    await report(world, postfixReport('aiko@tokyo.example', DEAD))
    await report(world, complaintReport('Feedback-Type: abuse\nVersion: 1'))
    await report(world, postfixReport('aiko@tokyo.example', DEAD))
    expect(await suppressed(world)).toEqual(['aiko@tokyo.example: complaint'])
  })

  test('at the address for complaints counts by our Message-ID, and without any token of ours for nobody', async () => {
    await using world = await openSent(await url())
    const to = feedbackAddress(PUBLICATION)
    const named = complaintReport('Feedback-Type: abuse', `Message-ID: ${messageIdOf(world)}\nTo: x@y.example`)
    const forged = complaintReport(
      'Feedback-Type: abuse',
      'Message-ID: <1.abcdefghijklmnopqrstuvwxyz1@broadsheet.example>\nTo: david@london.example',
    )
    expect(await reportTo(world, to, forged)).toEqual({ verdict: 'unmatched', why: 'nobody-named' })
    expect(await reportTo(world, to, named)).toMatchObject({ verdict: 'counted', deliveryId: world.aiko })
    expect(await suppressed(world)).toEqual(['aiko@tokyo.example: complaint'])
  })

  test('that is taken back, and one about our signature, change nothing', async () => {
    await using world = await openSent(await url())
    expect(await report(world, complaintReport('Feedback-Type: not-spam\nVersion: 1'))).toMatchObject({ verdict: 'noted' })
    expect(await report(world, complaintReport('Feedback-Type: auth-failure\nVersion: 1'))).toMatchObject({ follows: 'told' })
    expect(await suppressed(world)).toEqual([])
  })
})

describe.each(eachDatabase)('a mail to leave on $name', ({ url }) => {
  test('ends that one subscription, whatever it says and whoever seems to have written it; repeated, nothing more', async () => {
    await using world = await openSent(await url())
    const to = unsubscribeAddress({ subscriberId: 1, digestId: 1 }, PUBLICATION)
    const raw = rawMail({ From: 'somebody@else.example', Subject: '' }, '')
    expect([await reportTo(world, to, raw), await reportTo(world, to.toUpperCase(), raw)]).toEqual([
      { verdict: 'unsubscribed' },
      { verdict: 'unsubscribed' },
    ])
    const states = await world.store.db.selectFrom('subscriptions').select(['state', 'ended_by']).orderBy('id').execute()
    expect(states).toEqual([
      { state: 'ended', ended_by: 'mail' },
      { state: 'active', ended_by: null },
    ])
  })

  test('with a token that is not ours ends nothing', async () => {
    await using world = await openSent(await url())
    const token = subscriptionToken({ subscriberId: 1, digestId: 1 }, signWith('a secret of somebody else, who would like to'))
    expect(await reportTo(world, `u-${token}@${PUBLICATION.bounceDomain}`, rawMail({}, ''))).toEqual({
      verdict: 'unmatched',
      why: 'forged',
    })
    expect(await world.store.db.selectFrom('subscriptions').select('id').where('state', '=', 'active').execute()).toHaveLength(2)
  })
})

describe.each(eachDatabase)('what is nobody’s on $name', ({ url }) => {
  test('is kept within bounds: a flood fills neither the disk nor the next day', async () => {
    await using world = await openSent(await url())
    const flood = async (count: number, at: Instant): Promise<void> => {
      for (let index = 0; index < count; index++)
        await takeReport(toolsOf(world), new Uint8Array(40_000), { to: 'a@b.example', via: 'smtp' }, at)
    }
    await flood(205, NOON)
    await flood(1, NOON + DAY)
    const kept = await world.store.db.selectFrom('unmatched_reports').select(['received_at', 'bytes', 'raw']).execute()
    expect(kept).toHaveLength(201)
    expect(kept.filter(({ received_at }) => received_at === NOON + DAY)).toHaveLength(1)
    expect([kept[0]?.bytes, kept[0]?.raw.length]).toEqual([40_000, 32_000])
    const tallies = await world.store.db.selectFrom('report_tallies').select('reports').orderBy('day').execute()
    expect(tallies).toEqual([{ reports: 205 }, { reports: 1 }])
  })

  // Hostile cases 53 and 54.
  test('is also what cannot be read, and what goes round between two servers is dropped', async () => {
    await using world = await openSent(await url())
    expect(await report(world, new Uint8Array(1_000_001))).toEqual({ verdict: 'unmatched', why: 'too-large' })
    const round = rawMail({ Subject: 'failure notice' }, '')
    const received = new TextEncoder().encode('Received: from a by b\r\n'.repeat(31))
    expect(await report(world, Buffer.concat([received, round]))).toEqual({ verdict: 'ignored', why: 'loop' })
  })
})

function messageIdOf({ server }: Sending): string {
  const mail = server.messages.find(({ to }) => to.includes('aiko@tokyo.example'))
  return /^Message-ID: (\S+)/im.exec(mail?.raw.toString() ?? '')?.[1] ?? ''
}
