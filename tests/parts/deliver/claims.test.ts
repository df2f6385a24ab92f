import { describe, expect, test } from 'vitest'
import { mayMove, ROADS, type DeliveryState } from '../../../src/domain/delivery.ts'
import { MINUTE } from '../../../src/domain/instant.ts'
import { insertAttempts } from '../../../src/store/attempts.ts'
import { claimDeliveries, markPosting, settleDeliveries, type ClaimedDelivery, type Settlement } from '../../../src/store/deliveries.ts'
import { reclaimDeliveries } from '../../../src/store/reclaim-deliveries.ts'
import { findNextDelivery } from '../../../src/store/next-delivery.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { openStore } from '../../../src/store/open-store.ts'
import { eachDatabase } from '../../support/databases.ts'
import { NOON } from '../../support/world.ts'
import { copyDelivery, openSending } from './sending.ts'

const readers = (count: number): string[] => Array.from({ length: count }, (_, index) => `reader${index}@example.com`)

const claim = (store: Store, limit: number, now = NOON): Promise<ClaimedDelivery[]> =>
  claimDeliveries(store, { now, leaseUntil: now + 10 * MINUTE, limit })

const idsOf = (rows: { id: number }[]): number[] => rows.map(({ id }) => id).sort((a, b) => a - b)

describe.each(eachDatabase)('claims on $name', ({ url }) => {
  test('any number of senders at once share what is due, and none is claimed twice', async () => {
    const where = await url()
    await using sending = await openSending(where)
    await copyDelivery(sending, 59)
    const stores = Array.from({ length: 5 }, () => openStore(where))
    const claimed = await Promise.all([sending.store, ...stores].map((store) => claim(store, 25)))
    for (const store of stores) await store.close()
    const rest = await claim(sending.store, 100)
    const ids = [...claimed.flat(), ...rest].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(60)
    expect(claimed.every((one) => one.length <= 25)).toBe(true)
  })

  test('the earliest come first, and nothing before its time', async () => {
    await using sending = await openSending(await url(), { readers: readers(4) })
    for (const [index, minutes] of [3, -1, 0, -2].entries())
      await sending.store.db
        .updateTable('deliveries')
        .set({ next_at: NOON + minutes * MINUTE })
        .where('id', '=', index + 1)
        .execute()
    expect(idsOf(await claim(sending.store, 2))).toEqual([2, 4])
    expect(idsOf(await claim(sending.store, 9))).toEqual([3])
    expect(await findNextDelivery(sending.store.db)).toBe(NOON + 3 * MINUTE)
  })

  test('only what is still ours goes on to posting', async () => {
    await using sending = await openSending(await url(), { readers: readers(3) })
    const held = await claim(sending.store, 3)
    await sending.store.db.updateTable('deliveries').set({ attempts: 2 }).where('id', '=', 1).execute()
    await sending.store.db.updateTable('deliveries').set({ state: 'queued' }).where('id', '=', 2).execute()
    expect([...(await markPosting(sending.store.db, held, NOON + 20 * MINUTE))]).toEqual([3])
    expect(await markPosting(sending.store.db, held, NOON + 20 * MINUTE)).toEqual(new Set())
    expect(await markPosting(sending.store.db, [], NOON)).toEqual(new Set())
    expect((await sending.deliveries()).map(({ state }) => state)).toEqual(['leased', 'queued', 'posting'])
  })

  test('a settlement takes the roads of a delivery that is held, and no other', async () => {
    await using sending = await openSending(await url())
    const states = Object.keys(ROADS) as DeliveryState[]
    const ends = ['queued', 'accepted', 'refused', 'doubtful', 'withheld'] as const
    for (const from of states) {
      for (const to of ends) {
        await sending.store.db.updateTable('deliveries').set({ state: from, attempts: 3, reason: null }).execute()
        const moved = await settleDeliveries(sending.store.db, [settlementTo(to)])
        const isHeld = from === 'leased' || from === 'posting'
        expect([from, to, moved]).toEqual([from, to, isHeld && mayMove(from, to) ? 1 : 0])
        expect((await sending.deliveries())[0]?.state).toBe(moved === 1 ? to : from)
      }
    }
  })

  test('a settlement by somebody whose claim is over changes nothing', async () => {
    await using sending = await openSending(await url())
    await sending.store.db.updateTable('deliveries').set({ state: 'posting', attempts: 4 }).execute()
    expect(await settleDeliveries(sending.store.db, [settlementTo('accepted')])).toBe(0)
    expect((await sending.deliveries())[0]).toMatchObject({ state: 'posting', reason: null, settled_at: null })
  })

  test('five hundred ends of all kinds are settled together, each with its own', async () => {
    await using sending = await openSending(await url())
    await copyDelivery(sending, 499)
    const held = await claim(sending.store, 500)
    await markPosting(sending.store.db, held, NOON + 20 * MINUTE)
    const settlements = held.map(({ id, attempts }): Settlement =>
      id % 2 === 0
        ? { id, attempts, to: 'refused', reason: `550 5.1.1 no reader ${id}; it's "away" — 走了`, at: NOON + id }
        : { id, attempts, to: 'queued', reason: null, nextAt: NOON + id * MINUTE },
    )
    expect(await settleDeliveries(sending.store.db, settlements)).toBe(500)
    expect(await settleDeliveries(sending.store.db, settlements)).toBe(0)
    const rows = await sending.deliveries()
    for (const { id, state, reason, next_at, settled_at } of [rows[0], rows[499]].flatMap((row) => row ?? []))
      expect([state, reason, next_at, settled_at]).toEqual(
        id % 2 === 0
          ? ['refused', `550 5.1.1 no reader ${id}; it's "away" — 走了`, NOON, NOON + id]
          : ['queued', null, NOON + id * MINUTE, null],
      )
    expect(rows.filter(({ state }) => state === 'refused')).toHaveLength(250)
  })

  test('a lease that ran out goes back to the queue, posting that ran out becomes doubtful, the rest stays', async () => {
    await using sending = await openSending(await url(), { readers: readers(4) })
    const until = (id: number, state: DeliveryState, lease_until: number) =>
      sending.store.db.updateTable('deliveries').set({ state, lease_until }).where('id', '=', id).execute()
    await until(1, 'leased', NOON)
    await until(2, 'leased', NOON + 1)
    await until(3, 'posting', NOON)
    await until(4, 'posting', NOON + 1)
    expect(await reclaimDeliveries(sending.store.db, NOON)).toEqual({ queued: 1, doubtful: 1 })
    expect((await sending.deliveries()).map(({ state }) => state)).toEqual(['queued', 'leased', 'doubtful', 'posting'])
  })
})

describe.each(eachDatabase)('conversations on $name', ({ url }) => {
  const attempt = {
    outcome: 'accepted',
    startedAt: NOON,
    endedAt: NOON + 5,
    replyCode: 250,
    enhancedCode: null,
    reply: 'ok',
    relay: 'mail:25',
    datedAt: NOON,
    messageHash: 'hash',
  }

  test('each is kept once, however often it is written down', async () => {
    await using sending = await openSending(await url(), { readers: readers(2) })
    const both = [1, 2].map((deliveryId) => ({ deliveryId, number: 1, ...attempt }))
    await insertAttempts(sending.store.db, both)
    await insertAttempts(sending.store.db, [...both, { deliveryId: 1, number: 2, ...attempt, replyCode: null }])
    await insertAttempts(sending.store.db, [])
    expect((await sending.attempts()).map(({ delivery_id, number, reply_code }) => [delivery_id, number, reply_code])).toEqual([
      [1, 1, 250],
      [1, 2, null],
      [2, 1, 250],
    ])
  })

  test('one about a delivery that has been deleted stops none of the others', async () => {
    await using sending = await openSending(await url())
    await insertAttempts(
      sending.store.db,
      [99, 1].map((deliveryId) => ({ deliveryId, number: 1, ...attempt })),
    )
    expect((await sending.attempts()).map(({ delivery_id }) => delivery_id)).toEqual([1])
  })
})

function settlementTo(to: Settlement['to']): Settlement {
  const held = { id: 1, attempts: 3, reason: 'because' }
  return to === 'queued' || to === 'joined' ? { ...held, to, nextAt: NOON } : { ...held, to, at: NOON }
}
