import type { Digest } from '../../domain/digest.ts'
import type { Lines } from '../../domain/topic.ts'
import type { Db } from '../dialect.ts'
import { listPublicDigests } from './public-digests.ts'
import { listOfferedTopics, listPublishedLanguages } from './reader-subscriptions.ts'

/** A digest as it is offered: with what it is about, in a sentence by language. */
export type OfferedDigest = Digest & { lines: Lines }

/** The digests that anybody can subscribe to: private ones are not offered. */
export async function listOfferedDigests(db: Db): Promise<OfferedDigest[]> {
  const lines = new Map((await db.selectFrom('digests').select(['id', 'lines']).execute()).map((row) => [row.id, row.lines]))
  return (await listPublicDigests(db)).map((digest) => ({ ...digest, lines: JSON.parse(lines.get(digest.id) ?? '{}') as Lines }))
}

/** What a digest has to choose from. */
export async function findOffer(db: Db, digestId: number) {
  return { topics: await listOfferedTopics(db, digestId), published: await listPublishedLanguages(db) }
}
