import type { Digest } from '../../domain/digest.ts'
import type { Db } from '../dialect.ts'
import { findDigest, listDigests } from '../digests.ts'

/** The digests whose issues everybody may read on the web. */
export async function listPublicDigests(db: Db): Promise<Digest[]> {
  return (await listDigests(db)).filter((digest) => digest.isPublic)
}

/** Undefined for private ones, too. */
export async function findPublicDigest(db: Db, slug: string): Promise<Digest | undefined> {
  const digest = await findDigest(db, slug)
  return digest?.isPublic ? digest : undefined
}
