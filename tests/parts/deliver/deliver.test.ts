import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../../src/domain/instant.ts'
import { makeSender } from '../../../src/flow/deliver.ts'
import { makePump } from '../../../src/flow/deliver-due.ts'
import { reclaim } from '../../../src/flow/reclaim.ts'
import { claimDeliveries, markPosting } from '../../../src/store/deliveries.ts'
import { endSubscription } from '../../../src/store/subscriptions.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, NOON, publish, reader, suppress } from '../../support/world.ts'
import { AT_NOON, issueAt, openSending, withSend, type Sending } from './sending.ts'

const PEOPLE = ['aiko@tokyo.example', 'david@london.example', 'rosa@saopaulo.example', 'wei@shanghai.example', 'layla@cairo.example']

const recipients = ({ server }: Sending): string[] => server.messages.map(({ to }) => to.join()).sort()

const statesOf = async (sending: Sending): Promise<string[]> => (await sending.deliveries()).map(({ state }) => state)

const claim = ({ store }: Sending, now = NOON) => claimDeliveries(store, { now, leaseUntil: now + 10 * MINUTE, limit: 10 })

describe.each(eachDatabase)('delivering on $name', ({ url }) => {
  test('every reader gets one mail, and it is written down what the server said', async () => {
    await using sending = await openSending(await url(), { readers: PEOPLE })
    expect(await sending.run()).toBe(5)
    expect(recipients(sending)).toEqual(PEOPLE.toSorted())
    expect(await statesOf(sending)).toEqual(Array(5).fill('accepted'))
    expect((await sending.deliveries())[0]).toMatchObject({ attempts: 1, settled_at: NOON, lease_until: null, reason: null })
    expect((await sending.attempts())[0]).toEqual({
      delivery_id: 1,
      number: 1,
      outcome: 'accepted',
      started_at: NOON,
      ended_at: NOON,
      reply_code: 250,
      enhanced_code: '2.0.0',
      reply: '250 2.0.0 Ours now',
      relay: `127.0.0.1:${sending.server.port}`,
      fault: null,
      dated_at: NOON,
      message_hash: expect.stringMatching(/^[\w-]{43}$/) as string,
    })
    expect(sending.faults).toEqual([])
  })

  test('a second run sends nothing', async () => {
    await using sending = await openSending(await url(), { readers: PEOPLE })
    await sending.run()
    expect(await sending.run()).toBe(0)
    expect(sending.server.messages).toHaveLength(5)
  })

  test('before its hour nothing is sent', async () => {
    await using sending = await openSending(await url())
    sending.setClock(NOON - 1)
    expect(await sending.run()).toBe(0)
    expect(await statesOf(sending)).toEqual(['queued'])
  })

  test('a recipient whom the server refuses never gets this mail again', async () => {
    await using sending = await openSending(await url())
    sending.server.answer({ at: 'rcpt' }, '550 5.1.1 No such user')
    await sending.run()
    sending.setClock(NOON + 2 * HOUR)
    expect(await sending.run()).toBe(0)
    expect((await sending.deliveries())[0]).toMatchObject({ state: 'refused', reason: '550 5.1.1 No such user', settled_at: NOON })
  })

  test('what is deferred waits, and is posted again with the same bytes', async () => {
    await using sending = await openSending(await url())
    sending.server.answer({ at: 'dot', times: 1 }, '451 4.3.0 Try later')
    await sending.run()
    const [waiting] = await sending.deliveries()
    expect(waiting).toMatchObject({ state: 'queued', reason: '451 4.3.0 Try later', settled_at: null, lease_until: null })
    expect(waiting?.next_at).toBeGreaterThanOrEqual(NOON + 10 * MINUTE)
    expect(await sending.run()).toBe(0)
    sending.setClock(waiting?.next_at ?? 0)
    expect(await sending.run()).toBe(1)
    const [first, second] = sending.server.messages
    expect(first?.raw.toString('latin1')).toContain('DKIM-Signature')
    expect(second).toMatchObject({ from: first?.from, to: first?.to })
    expect(second?.raw).toEqual(first?.raw)
    expect((await sending.attempts()).map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, 'deferred'],
      [2, 'accepted'],
    ])
  })

  test('what is deferred until its day is over is withheld, with the last answer', async () => {
    await using sending = await openSending(await url())
    sending.server.answer({ at: 'dot' }, '451 4.3.0 Try later')
    for (let now = NOON; now < NOON + 2 * DAY; now += 30 * MINUTE) {
      sending.setClock(now)
      await sending.run()
    }
    const [ended] = await sending.deliveries()
    expect(ended).toMatchObject({ state: 'withheld', reason: 'too late to be useful; the last answer was: 451 4.3.0 Try later' })
    expect(sending.server.messages.length).toBeGreaterThan(6)
  })

  test('a line that breaks after the final dot leaves the delivery doubtful, and it is never sent again by itself', async () => {
    await using sending = await openSending(await url())
    sending.server.answer({ at: 'dot' }, 'hang up')
    await sending.run()
    expect((await sending.deliveries())[0]).toMatchObject({ state: 'doubtful', settled_at: NOON })
    sending.setClock(NOON + DAY)
    await reclaim(sending.store, NOON + DAY)
    expect(await sending.run()).toBe(0)
    expect(sending.server.messages).toHaveLength(1)
  })

  test('a line that breaks while the intent to post is written down: it goes back from there, and is sent once', async () => {
    await using sending = await openSending(await url())
    sending.server.answer({ at: 'data', times: 1 }, '354 Go ahead', 'hang up')
    const slow = withSend(
      sending,
      (send) => (message, barrier) =>
        send(message, async () => {
          await new Promise((resolve) => setTimeout(resolve, 100))
          return barrier()
        }),
    )
    const [claimed] = await claim(sending)
    expect(claimed && (await makeSender(slow).deliver(claimed))).toBe('deferred')
    expect(await statesOf(sending)).toEqual(['queued'])
    sending.setClock(NOON + HOUR)
    await sending.run()
    expect(sending.server.messages).toHaveLength(1)
    expect(await statesOf(sending)).toEqual(['accepted'])
  })
})

const HOSTILE = [
  'b@example.com\r\nBcc: evil@example.net',
  'b@example.com,evil@example.net',
  'b@example.com;evil@example.net',
  'b@example.com <evil@example.net>',
  'b@example.com%0aBcc:evil@example.net',
  'group: a@example.com, b@example.com;',
  'b@exam\u00adple.com',
  'b@example.com\u200b',
  'b@ｅｘａｍｐｌｅ.com',
  'b@[127.0.0.1]',
  '"b c"@example.com',
  'nobody',
  '',
]

describe.each(eachDatabase)('the last word on $name', ({ url }) => {
  const ends: [string, (sending: Sending) => Promise<unknown>, string][] = [
    ['a suppressed address', ({ store }) => suppress(store.db, 'aiko@tokyo.example', 'complaint'), 'suppressed: complaint'],
    ['an unsubscribed reader', ({ store }) => endSubscription(store.db, 1, { at: NOON, by: 'one-click' }), 'unsubscribed'],
    ['a reader whose subscription is gone', ({ store }) => moveSubscription(store), 'unsubscribed'],
    ['what is no longer of use', (sending) => Promise.resolve(sending.setClock(NOON + DAY + 1)), 'too late to be useful'],
  ]

  test.each(ends)('%s is passed over at the last moment, with its reason', async (_, happen, reason) => {
    await using sending = await openSending(await url())
    await happen(sending)
    expect(await sending.run()).toBe(1)
    expect(sending.server.messages).toEqual([])
    expect((await sending.deliveries())[0]).toMatchObject({ state: 'withheld', reason })
    expect(await sending.attempts()).toEqual([])
  })

  test.each(ends.slice(0, 2))('%s is heard of even while the mail is on its line', async (_, happen, reason) => {
    await using sending = await openSending(await url())
    const late = withSend(sending, (send) => async (message, barrier) => {
      await happen(sending)
      return send(message, barrier)
    })
    await makePump(late, 2).deliverDue(new AbortController().signal)
    await sending.run()
    expect(sending.server.messages).toEqual([])
    expect((await sending.deliveries())[0]).toMatchObject({ state: 'withheld', reason })
    expect(await sending.attempts()).toEqual([])
  })

  test('the other readers get their mail', async () => {
    await using sending = await openSending(await url(), { readers: PEOPLE })
    await suppress(sending.store.db, 'rosa@saopaulo.example', 'hard')
    await sending.run()
    expect(recipients(sending)).toEqual(PEOPLE.filter((address) => address !== 'rosa@saopaulo.example').sort())
  })

  test('a suppression holds for every spelling of the address', async () => {
    await using sending = await openSending(await url(), { readers: ['Rosa@BÜCHER.example'] })
    await suppress(sending.store.db, 'rosa@xn--bcher-kva.example', 'hard')
    await sending.run()
    expect(sending.server.messages).toEqual([])
  })

  test('an address that came into the database by another way is never written to', async () => {
    await using sending = await openSending(await url(), {
      readers: ['david@london.example', ...HOSTILE.map((_, index) => `reader${index}@example.com`)],
    })
    for (const [index, address] of HOSTILE.entries())
      await sending.store.db
        .updateTable('subscribers')
        .set({ address, canonical: address })
        .where('address', '=', `reader${index}@example.com`)
        .execute()
    await sending.run()
    expect(recipients(sending)).toEqual(['david@london.example'])
    const reasons = (await sending.deliveries()).slice(1).map(({ state, reason }) => `${state}: ${reason ?? ''}`)
    expect(reasons).toEqual(HOSTILE.map(() => 'withheld: the address is not one'))
  })

  test('an address that is not stored as it is to be sent is not written to, either', async () => {
    await using sending = await openSending(await url(), { readers: ['rosa@xn--bcher-kva.example'] })
    await sending.store.db.updateTable('subscribers').set({ address: 'rosa@BÜCHER.example' }).execute()
    await sending.run()
    expect(sending.server.messages).toEqual([])
  })

  test('an address whose stored comparison is not its own could slip past a suppression, and is not written to', async () => {
    await using sending = await openSending(await url())
    await sending.store.db.updateTable('subscribers').set({ canonical: 'somebody@else.example' }).execute()
    await sending.run()
    expect(sending.server.messages).toEqual([])
  })
})

describe.each(eachDatabase)('two senders and one delivery on $name', ({ url }) => {
  test('claimed by another before the final dot: no dot leaves, and nothing of the other is touched', async () => {
    await using sending = await openSending(await url())
    const robbed = withSend(
      sending,
      (send) => (message, barrier) =>
        send(message, async () => {
          await sending.store.db.updateTable('deliveries').set({ attempts: 2 }).execute()
          return barrier()
        }),
    )
    const [claimed] = await claim(sending)
    expect(claimed && (await makeSender(robbed).deliver(claimed))).toBe('lost')
    expect(sending.server.messages).toEqual([])
    expect((await sending.deliveries())[0]).toMatchObject({ state: 'leased', attempts: 2 })
  })

  test('a lease that runs out goes back to the queue, and the late sender sends nothing', async () => {
    await using sending = await openSending(await url())
    const [late] = await claim(sending)
    expect(await reclaim(sending.store, NOON + 9 * MINUTE)).toEqual({ queued: 0, doubtful: 0 })
    expect(await reclaim(sending.store, NOON + 10 * MINUTE)).toEqual({ queued: 1, doubtful: 0 })
    expect(late && (await makeSender(sending.context).deliver(late))).toBe('lost')
    const [next] = await claim(sending, NOON + 10 * MINUTE)
    expect(next).toMatchObject({ id: late?.id, attempts: 2 })
    expect(late && (await makeSender(sending.context).deliver(late))).toBe('lost')
    expect(sending.server.messages).toEqual([])
    expect(next && (await makeSender(sending.context).deliver(next))).toBe('accepted')
    expect(sending.server.messages).toHaveLength(1)
  })

  test('a sender that died after the final dot leaves it doubtful, and nobody sends it again', async () => {
    await using sending = await openSending(await url())
    const claimed = await claim(sending)
    expect([...(await markPosting(sending.store.db, claimed, NOON + 20 * MINUTE))]).toEqual([1])
    expect(await reclaim(sending.store, NOON + 19 * MINUTE)).toEqual({ queued: 0, doubtful: 0 })
    expect(await reclaim(sending.store, NOON + 20 * MINUTE)).toEqual({ queued: 0, doubtful: 1 })
    sending.setClock(NOON + HOUR)
    expect(await sending.run()).toBe(0)
    expect((await sending.deliveries())[0]).toMatchObject({ state: 'doubtful', reason: expect.stringContaining('sender died') as string })
  })

  test('an outcome that comes after somebody else has decided changes nothing, but the conversation is kept', async () => {
    await using sending = await openSending(await url())
    const slow = withSend(sending, (send) => async (message, barrier) => {
      const result = await send(message, barrier)
      sending.setClock(NOON + HOUR)
      await reclaim(sending.store, NOON + HOUR)
      return result
    })
    const [claimed] = await claim(sending)
    expect(claimed && (await makeSender(slow).deliver(claimed))).toBe('accepted')
    expect(await statesOf(sending)).toEqual(['doubtful'])
    expect((await sending.attempts()).map(({ outcome }) => outcome)).toEqual(['accepted'])
  })
})

describe.each(eachDatabase)('what was approved on $name', ({ url }) => {
  const changes: [string, (sending: Sending) => Promise<unknown>][] = [
    ['a changed part', ({ store }) => store.db.updateTable('parts').set({ content: 'Something else' }).execute()],
    [
      'another part in its place',
      async ({ store }) => {
        const [{ hash }] = (await store.db.selectFrom('issue_parts').select('hash').where('kind', '=', 'closing').execute()) as [
          { hash: string },
        ]
        await store.db.updateTable('issue_parts').set({ hash }).where('issue_id', '=', 1).where('kind', '=', 'opening').execute()
      },
    ],
    ['a missing part', ({ store }) => store.db.deleteFrom('issue_parts').where('issue_id', '=', 1).where('kind', '=', 'lead').execute()],
    [
      'another hash in the approval',
      ({ store }) => store.db.updateTable('issues').set({ parts_hash: 'another' }).where('id', '=', 1).execute(),
    ],
  ]

  test.each(changes)('%s is never sent, and is reported', async (_, change) => {
    await using sending = await openSending(await url())
    await change(sending)
    await sending.run()
    expect(sending.server.messages).toEqual([])
    expect(sending.faults.join()).toContain('The parts of issue 1 are not those that were approved')
    expect((await sending.deliveries())[0]).toMatchObject({ state: 'queued', reason: expect.stringContaining('our own fault') as string })
    expect(await sending.attempts()).toEqual([])
  })

  test('the other issues go out', async () => {
    await using sending = await openSending(await url())
    await digest(sending.store, { slug: 'evening' })
    await publish(sending.store, { key: 'lamps' })
    await reader(sending.store, 'david@london.example', { digest: 'evening', hour: AT_NOON })
    await issueAt(sending.store, 'evening', NOON)
    await sending.store.db.updateTable('issues').set({ parts_hash: 'another' }).where('id', '=', 1).execute()
    await sending.run()
    expect(recipients(sending)).toEqual(['david@london.example'])
  })

  test('an issue that cannot be sent ends with its day', async () => {
    await using sending = await openSending(await url())
    await sending.store.db.updateTable('issues').set({ parts_hash: 'another' }).execute()
    for (let now = NOON; now < NOON + 2 * DAY; now += HOUR) {
      sending.setClock(now)
      await sending.run()
    }
    expect(await statesOf(sending)).toEqual(['withheld'])
  })
})

async function moveSubscription(store: Sending['store']): Promise<void> {
  const { id } = await digest(store, { slug: 'another' })
  await store.db.updateTable('subscriptions').set({ digest_id: id }).execute()
}
