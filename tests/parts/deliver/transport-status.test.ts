import { describe, expect, test } from 'vitest'
import { slowDown, startPace } from '../../../src/domain/pace.ts'
import { getTransportStatus } from '../../../src/store/listings/transport-status.ts'
import { ALL_MAIL, holdPaces, savePaces } from '../../../src/store/paces.ts'
import { eachDatabase } from '../../support/databases.ts'
import { NOON, openWorld } from '../../support/world.ts'

describe.each(eachDatabase)('the status of the way out on $name', ({ url }) => {
  test('of a fresh database says that nothing waits and nobody is slow', async () => {
    await using store = await openWorld(await url())
    expect(await getTransportStatus(store.db, NOON)).toEqual({
      queue: { queued: 0, dueNow: 0, leased: 0, posting: 0, doubtful: 0 },
      lately: { minutes: 5, attempts: 0, accepted: 0, perMinute: 0 },
      doneAt: null,
      lastReason: null,
      slow: [],
    })
  })

  test('names receivers that complained and those with mails that wait for their turn, and no other', async () => {
    await using store = await openWorld(await url())
    await store.db.transaction().execute(async (tx) => {
      const held = await holdPaces(tx, ['google', 'calm.example', 'busy.example', ALL_MAIL], { rate: 20, now: NOON })
      const said = { at: NOON, reason: '421 4.7.28 Slow down', isClosing: true }
      held.set('google', slowDown(startPace(20, NOON), said))
      held.set('busy.example', { ...startPace(20, NOON), lineUntil: NOON + 60_000 })
      await savePaces(tx, held)
    })
    const { slow } = await getTransportStatus(store.db, NOON)
    expect(Object.fromEntries(slow.map((one) => [one.receiver, one]))).toEqual({
      google: {
        receiver: 'google',
        rate: 10,
        slowedAt: NOON,
        reason: '421 4.7.28 Slow down',
        waiting: 0,
        nextAt: NOON + 30_000,
        doneAt: null,
      },
      'busy.example': { receiver: 'busy.example', rate: 20, slowedAt: null, reason: null, waiting: 0, nextAt: NOON, doneAt: null },
    })
  })
})
