import type { Instant } from '../domain/instant.ts'
import type { SubscriptionRef } from '../domain/links.ts'
import type { Store } from '../store/dialect.ts'
import { endSubscription, findSubscription } from '../store/subscriptions.ts'

/** Ends a subscription. Doing it again, or for one that is gone, changes nothing and is no error (RFC 8058: the answer stays the same). */
export async function unsubscribe(
  store: Store,
  ref: SubscriptionRef,
  end: { at: Instant; by: 'one-click' | 'page' | 'person' },
): Promise<void> {
  const subscription = await findSubscription(store.db, ref)
  if (subscription) await endSubscription(store.db, subscription.id, end)
}
