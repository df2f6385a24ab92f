import type { Instant } from '../domain/instant.ts'
import type { Store } from '../store/dialect.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { eraseEverything, listAddressesOf } from '../store/erasure.ts'
import { eraseFromSuppressions, suppressAll } from '../store/suppressions.ts'
import type { Publication } from './publication.ts'

/**
 * Forgets a person: whatever stands anywhere about the person's addresses is deleted, but for a keyed hash of the present one, by which
 * we know not to write to it. Doing it again changes nothing.
 */
export async function eraseReader(store: Store, { hashAddress }: Publication, subscriberId: number, now: Instant): Promise<void> {
  await inTransaction(store.db, async (tx) => {
    const addresses = await listAddressesOf(tx, subscriberId)
    const [present] = addresses
    if (!present) return
    await eraseEverything(tx, { subscriberId, addresses })
    const [hash] = hashAddress(present.canonical)
    await suppressAll(tx, [{ canonical: present.canonical, hash, reason: 'unsubscribed', note: '', by: 'erasure', at: now }])
    for (const { canonical } of addresses) await eraseFromSuppressions(tx, { canonical, hash: hashAddress(canonical)[0] })
  })
}
