import type { Digest } from '../../domain/digest.ts'
import type { Db } from '../dialect.ts'
import { findDigest, listDigests } from '../digests.ts'

/** The digests whose issues everybody may read on the web. */
export async function listPublicDigests(db: Db): Promise<Digest[]> {
  return inOrder((await listDigests(db)).filter((digest) => digest.isPublic))
}

/** As people are shown them: the oldest first, those that come at no fixed time last. */
export const inOrder = (digests: Digest[]): Digest[] => digests.toSorted((a, b) => rankOf(a) - rankOf(b) || a.id - b.id)

const rankOf = ({ release }: Digest): number => (release === 'instant' ? 1 : 0)

/** Undefined for private ones, too. */
export async function findPublicDigest(db: Db, slug: string): Promise<Digest | undefined> {
  const digest = await findDigest(db, slug)
  return digest?.isPublic ? digest : undefined
}
