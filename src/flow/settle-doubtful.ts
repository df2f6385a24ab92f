import type { DeliveryState } from '../domain/delivery.ts'
import type { Instant } from '../domain/instant.ts'
import { writeDeed, type Actor } from '../store/audit.ts'
import type { Store } from '../store/dialect.ts'
import { acceptDoubtful, findDeliveryState, queueDoubtful } from '../store/ended-deliveries.ts'
import { byHand } from './by-hand.ts'

export type DoubtfulVerdict = 'accepted' | 'again'

export type DoubtSettled =
  { ok: true } | { ok: false; reason: 'no-such-delivery' } | { ok: false; reason: 'not-doubtful'; state: DeliveryState }

/** Settles what only a person can know: that a doubtful delivery arrived, or that it did not and is to go out again. */
export async function settleDoubtful(
  store: Store,
  { id, verdict }: { id: number; verdict: DoubtfulVerdict },
  now: Instant,
  by?: Actor,
): Promise<DoubtSettled> {
  const isSettled = await store.db.transaction().execute(async (tx) => {
    const isOurs =
      verdict === 'accepted'
        ? await acceptDoubtful(tx, id, { at: now, reason: byHand('called accepted', now) })
        : await queueDoubtful(tx, id, { at: now, reason: byHand('queued again', now) })
    if (isOurs && by) await writeDeed(tx, by, { action: 'delivery.settle', subject: `delivery:${id}`, after: { verdict } }, now)
    return isOurs
  })
  if (isSettled) {
    if (verdict === 'again') store.dialect.bell.ring()
    return { ok: true }
  }
  const state = await findDeliveryState(store.db, id)
  return state === undefined ? { ok: false, reason: 'no-such-delivery' } : { ok: false, reason: 'not-doubtful', state }
}
