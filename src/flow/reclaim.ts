import type { Instant } from '../domain/instant.ts'
import { FORGOTTEN_AFTER } from '../domain/pace.ts'
import { reclaimDeliveries } from '../store/reclaim-deliveries.ts'
import type { Store } from '../store/dialect.ts'
import { forgetPaces } from '../store/paces.ts'

/** Takes deliveries over whose sender has died: back into the queue, or doubtful where the final dot may have left. Paces out of use go. */
export async function reclaim(store: Store, now: Instant): Promise<{ queued: number; doubtful: number }> {
  const taken = await reclaimDeliveries(store.db, now)
  if (taken.queued > 0) store.dialect.bell.ring()
  await forgetPaces(store.db, now - FORGOTTEN_AFTER)
  return taken
}
