import type { Instant } from '../domain/instant.ts'
import { parseSubscriptionToken, type Sign, type SubscriptionRef } from '../domain/links.ts'
import type { Store } from '../store/dialect.ts'
import { endSubscription, findSubscription } from '../store/subscriptions.ts'
import { isSignedBy } from './sign.ts'

/** Whom a link is about, or undefined for a token that is not ours to the last character. */
export function readSubscriptionToken(token: string, sign: Sign): SubscriptionRef | undefined {
  const parsed = parseSubscriptionToken(token)
  if (!parsed) return undefined
  const isOurs = isSignedBy(sign, 'subscription', { message: parsed.body, signature: parsed.signature })
  return isOurs ? { subscriberId: parsed.subscriberId, digestId: parsed.digestId } : undefined
}

/** Ends a subscription. Doing it again, or for one that is gone, changes nothing and is no error (RFC 8058: the answer stays the same). */
export async function unsubscribe(
  store: Store,
  ref: SubscriptionRef,
  end: { at: Instant; by: 'one-click' | 'page' | 'person' },
): Promise<void> {
  const subscription = await findSubscription(store.db, ref)
  if (subscription) await endSubscription(store.db, subscription.id, end)
}
