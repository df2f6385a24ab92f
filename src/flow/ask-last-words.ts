import { listLastWords, type LastWord } from '../store/last-words.ts'
import type { Store } from '../store/dialect.ts'
import { listErased } from '../store/suppressions.ts'
import type { Publication } from './publication.ts'

/**
 * Asks subscription and suppression for deliveries at hand, in the order of their ids. Where erasure has left hashes alone, readers are
 * compared by hash too: whatever way an erased address has come back by, it is not written to.
 */
export async function askLastWords(
  { db }: Store,
  { hashAddress }: Pick<Publication, 'hashAddress'>,
  ids: number[],
): Promise<(LastWord | undefined)[]> {
  const words = await listLastWords(db, ids)
  const asked = words.filter(({ mayBeErased, suppressed }) => mayBeErased && suppressed === null)
  const hashes = new Map(asked.map(({ canonical }) => [canonical, hashAddress(canonical)]))
  const erased = await listErased(db, [...hashes.values()].flat())
  const reasonFor = ({ canonical }: LastWord): string | null => hashes.get(canonical)?.flatMap((hash) => erased.get(hash) ?? [])[0] ?? null
  const byId = new Map(words.map((word) => [word.id, { ...word, suppressed: word.suppressed ?? reasonFor(word) }]))
  return ids.map((id) => byId.get(id))
}
