import type { Digest } from '../domain/digest.ts'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** The published briefings of enough priority for an instant digest behind what it has taken, up to a publish sequence, in its order. */
export async function listUrgentBetween(
  db: Db,
  { seqUntil, leastPriority }: Pick<Digest, 'seqUntil' | 'leastPriority'>,
  upTo: number,
): Promise<{ seq: number; publishedAt: Instant }[]> {
  const rows = await db
    .selectFrom('briefings')
    .select(['publish_seq', 'published_at'])
    .where('state', '=', 'published')
    .where('publish_seq', '>', seqUntil)
    .where('publish_seq', '<=', upTo)
    .where('priority', '>=', leastPriority)
    .orderBy('publish_seq')
    .execute()
  return rows.map(({ publish_seq, published_at }) => ({ seq: publish_seq ?? 0, publishedAt: published_at ?? 0 }))
}
