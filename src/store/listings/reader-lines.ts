import type { Instant } from '../../domain/instant.ts'
import type { SuppressionReason } from '../../domain/suppression.ts'
import type { Db } from '../dialect.ts'
import type { FoundReader } from './found-readers.ts'

/** A reader as a list shows one: with the digests that come, pause or have been left. */
export type ReaderLine = FoundReader & {
  subscriptions: { digest: string; state: 'active' | 'paused' | 'ended' }[]
  suppressed: SuppressionReason | undefined
}

/** Adds to some readers what they have, with two statements for all of them. */
export async function listReaderLines(db: Db, readers: FoundReader[], now: Instant): Promise<ReaderLine[]> {
  if (readers.length === 0) return []
  const ids = readers.map(({ id }) => id)
  const subscriptions = await db
    .selectFrom('subscriptions')
    .innerJoin('digests', 'digests.id', 'digest_id')
    .select(['subscriber_id', 'slug', 'state', 'paused_until'])
    .where('subscriber_id', 'in', ids)
    .orderBy('subscriptions.id')
    .execute()
  const suppressed = await db
    .selectFrom('suppressions')
    .innerJoin('subscribers', 'subscribers.canonical', 'suppressions.canonical')
    .select(['subscribers.id', 'reason'])
    .where('subscribers.id', 'in', ids)
    .execute()
  const byReader = Map.groupBy(subscriptions, (row) => row.subscriber_id)
  return readers.map((reader) => ({
    ...reader,
    subscriptions: (byReader.get(reader.id) ?? []).map(({ slug, state, paused_until }) => ({
      digest: slug,
      state: state === 'active' && (paused_until ?? 0) > now ? 'paused' : state,
    })),
    suppressed: suppressed.find(({ id }) => id === reader.id)?.reason,
  }))
}
