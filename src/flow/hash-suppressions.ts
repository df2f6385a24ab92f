import type { HashAddress } from '../domain/suppression.ts'
import type { Store } from '../store/dialect.ts'
import { addHashes, listUnhashed } from '../store/suppressions.ts'

const CHUNK = 1000

/** Gives suppressions their keyed hash that came into the database without one: its schema knows no secret. */
export async function hashSuppressions({ db }: Store, hashAddress: HashAddress): Promise<void> {
  for (;;) {
    const unhashed = await listUnhashed(db, CHUNK)
    if (unhashed.length === 0) return
    await addHashes(
      db,
      unhashed.map((canonical) => ({ canonical, hash: hashAddress(canonical)[0] })),
    )
  }
}
