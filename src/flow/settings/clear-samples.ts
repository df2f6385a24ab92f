import type { Instant } from '../../domain/instant.ts'
import { writeDeed, type Actor } from '../../store/audit.ts'
import type { Db, Store } from '../../store/dialect.ts'
import { listSamples, type Samples } from '../../store/samples.ts'
import { editDigest } from '../edit-digest.ts'
import { takeStep } from '../editing/move-briefing.ts'
import { eraseReader } from '../erase-reader.ts'
import type { Publication } from '../publication.ts'

export const samplesLeft = (db: Db): Promise<Samples> => listSamples(db)

/**
 * Takes out what a new installation was filled with, before real readers come: the sample readers are erased, the sample stories withdrawn,
 * and their digest is no longer offered. What was done already is not done again, so it can be carried on after a crash.
 */
export async function clearSamples(
  { store, publication }: { store: Store; publication: Publication },
  by: Actor,
  now: Instant,
): Promise<{ readers: number; briefings: number; digests: number }> {
  const { readers, briefings, digests } = await listSamples(store.db)
  const cleared = { readers: readers.length, briefings: briefings.length, digests: digests.length }
  // Before anything is done, because that goes through many transactions.
  await writeDeed(store.db, by, { action: 'samples.clear', subject: 'settings', after: cleared }, now)
  for (const slug of digests) await editDigest(store, slug, { isPublic: false }, now, by)
  for (const id of briefings) await takeStep(store, { id, move: 'withdraw' }, by, now)
  for (const id of readers) await eraseReader(store, publication, id, now)
  return cleared
}
