import type { Instant } from '../domain/instant.ts'
import type { Store } from '../store/dialect.ts'
import { listActiveSubscriptions } from '../store/listings/reader-subscriptions.ts'
import { endSubscription } from '../store/subscriptions.ts'
import { changeChoices } from './change-choices.ts'

/** Ends every subscription of a person, at once (16 CFR 316.5: all mail in one action). */
export async function unsubscribeFromAll(store: Store, subscriberId: number, end: { at: Instant; by: 'page' | 'person' }): Promise<void> {
  await store.db.transaction().execute(async (tx) => {
    await changeChoices(tx, { subscriberId, by: end.by, now: end.at }, async () => {
      for (const { id } of await listActiveSubscriptions(tx, subscriberId)) await endSubscription(tx, id, end)
    })
  })
}
