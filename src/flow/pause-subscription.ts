import type { Pause } from '../domain/choice.ts'
import type { Store } from '../store/dialect.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { findSubscription, savePause } from '../store/subscriptions.ts'
import { changeChoices, type Change } from './change-choices.ts'

export type Paused = { ok: true } | { ok: false; reason: 'no-subscription' | 'not-in-the-future' }

type Which = Change & { digestId: number }

/** Sends a reader nothing of a digest that would fall due before the end of the pause; with null the pause ends now. */
export async function pauseSubscription(store: Store, { digestId, ...who }: Which, pause: Pause | null): Promise<Paused> {
  if (pause && pause.until <= who.now) return { ok: false, reason: 'not-in-the-future' }
  return inTransaction(store.db, async (tx): Promise<Paused> => {
    const known = await findSubscription(tx, { subscriberId: who.subscriberId, digestId })
    if (known?.state !== 'active') return { ok: false, reason: 'no-subscription' }
    await changeChoices(tx, who, () => savePause(tx, known.id, pause))
    return { ok: true }
  })
}
