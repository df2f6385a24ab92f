import type { Instant } from '../domain/instant.ts'
import type { SubscriptionRef } from '../domain/links.ts'
import type { Store } from '../store/dialect.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { endSubscription, findSubscription } from '../store/subscriptions.ts'
import { changeChoices } from './change-choices.ts'

/** Ends a subscription. Doing it again, or for one that is gone, changes nothing and is no error (RFC 8058: the answer stays the same). */
export async function unsubscribe(
  store: Store,
  ref: SubscriptionRef,
  end: { at: Instant; by: 'one-click' | 'page' | 'mail' | 'person' },
): Promise<void> {
  await inTransaction(store.db, async (tx) => {
    const subscription = await findSubscription(tx, ref)
    const who = { subscriberId: ref.subscriberId, by: end.by, now: end.at }
    if (subscription) await changeChoices(tx, who, () => endSubscription(tx, subscription.id, end))
  })
}
