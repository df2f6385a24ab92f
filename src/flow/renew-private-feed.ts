import type { Instant } from '../domain/instant.ts'
import type { SubscriptionRef } from '../domain/links.ts'
import type { Store } from '../store/dialect.ts'
import { renewFeedSeries } from '../store/private-feeds.ts'
import { findSubscription } from '../store/subscriptions.ts'

/** Gives a reader new addresses for the own feed; the old ones lead nowhere from now on. */
export async function renewPrivateFeed({ db }: Store, ref: SubscriptionRef, now: Instant): Promise<{ ok: boolean }> {
  const subscription = await findSubscription(db, ref)
  if (subscription?.state !== 'active') return { ok: false }
  await renewFeedSeries(db, ref.subscriberId, now)
  return { ok: true }
}
