import type { Instant } from '../domain/instant.ts'
import type { Store } from '../store/dialect.ts'
import { listActiveSubscriptions } from '../store/listings/reader-subscriptions.ts'
import { findCanonical } from '../store/subscribers.ts'
import { endSubscription } from '../store/subscriptions.ts'
import { suppressAll } from '../store/suppressions.ts'
import { changeChoices } from './change-choices.ts'
import type { Publication } from './publication.ts'

type Tools = { store: Store; publication: Pick<Publication, 'hashAddress'> }

/**
 * Ends every subscription of a person, at once (16 CFR 316.5: all mail in one action), and writes to the address no more, by whatever way it
 * may come in again: until that person comes back.
 */
export async function unsubscribeFromAll(
  { store, publication }: Tools,
  subscriberId: number,
  end: { at: Instant; by: 'page' | 'person' },
): Promise<void> {
  await store.db.transaction().execute(async (tx) => {
    const canonical = await findCanonical(tx, subscriberId)
    if (canonical === undefined) return
    await changeChoices(tx, { subscriberId, by: end.by, now: end.at }, async () => {
      for (const { id } of await listActiveSubscriptions(tx, subscriberId)) await endSubscription(tx, id, end)
    })
    const hash = publication.hashAddress(canonical)[0]
    await suppressAll(tx, [{ canonical, hash, reason: 'unsubscribed', note: 'left everything', by: end.by, at: end.at }])
  })
}
