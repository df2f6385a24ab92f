import type { Digest } from '../../domain/digest.ts'
import type { Names, Topic } from '../../domain/topic.ts'
import type { Db } from '../dialect.ts'
import { inOrder } from './public-digests.ts'
import { getDigest, listDigests, listDigestTopics } from '../digests.ts'
import { findSubscription, type Subscription } from '../subscriptions.ts'
import { listTopics } from '../topics.ts'

/** A subscription as its reader sees it. */
export type ReaderSubscription = {
  subscription: Subscription
  address: string
  canonical: string
  name: string
  digestNames: Names
  /** How many other digests come to the same person. */
  otherDigests: number
}

/** Undefined when subscriber or subscription are gone. */
export async function findReaderSubscription(
  db: Db,
  of: { subscriberId: number; digestId: number },
): Promise<ReaderSubscription | undefined> {
  const subscription = await findSubscription(db, of)
  if (!subscription) return undefined
  const { names } = await getDigest(db, of.digestId)
  const who = await db
    .selectFrom('subscribers')
    .select(['address', 'canonical', 'name'])
    .where('id', '=', of.subscriberId)
    .executeTakeFirstOrThrow()
  const others = (await listActiveSubscriptions(db, of.subscriberId)).filter(({ digestId }) => digestId !== of.digestId)
  return { subscription, ...who, digestNames: names, otherDigests: others.length }
}

export async function listActiveSubscriptions(db: Db, subscriberId: number): Promise<{ id: number; digestId: number }[]> {
  const active = db.selectFrom('subscriptions').where('subscriber_id', '=', subscriberId).where('state', '=', 'active')
  return active.select(['id', 'digest_id as digestId']).orderBy('id').execute()
}

/** A digest of the publication, and whether it comes to the reader. */
export type ReaderDigest = { digest: Digest; isActive: boolean }

export async function listReaderDigests(db: Db, subscriberId: number): Promise<ReaderDigest[]> {
  const active = (await listActiveSubscriptions(db, subscriberId)).map(({ digestId }) => digestId)
  return inOrder(await listDigests(db)).map((digest) => ({ digest, isActive: active.includes(digest.id) }))
}

/** The topics that a digest carries: those it is limited to, else all. */
export async function listOfferedTopics(db: Db, digestId: number): Promise<Topic[]> {
  const limits = await listDigestTopics(db, digestId)
  const topics = await listTopics(db)
  return limits.length === 0 ? topics : topics.filter((topic) => limits.includes(topic.id))
}

/** The languages in which something was published. */
export async function listPublishedLanguages(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('briefings').select('language').distinct().where('state', '=', 'published').orderBy('language').execute()
  return rows.map((row) => row.language)
}
