import type { BriefingContent } from '../../domain/briefing.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'

export type PublicRevision = { number: number; at: Instant; content: BriefingContent }

/** What a briefing has said since its first day in public, the oldest first. What it said as a draft is nobody's affair. */
export async function listPublicRevisions(db: Db, briefingId: number): Promise<PublicRevision[]> {
  const rows = await db
    .selectFrom('revisions')
    .innerJoin('briefings', 'briefings.id', 'briefing_id')
    .select(['number', 'revisions.created_at as at', 'content'])
    .where('briefing_id', '=', briefingId)
    .where('state', '=', 'published')
    .whereRef('number', '>=', 'public_revision')
    .orderBy('number')
    .execute()
  return rows.map(({ number, at, content }) => ({ number, at, content: JSON.parse(content) as BriefingContent }))
}
