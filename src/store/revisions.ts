import { sql } from 'kysely'
import type { BriefingContent } from '../domain/briefing.ts'
import type { Db } from './dialect.ts'

export type StoredRevision = { briefingId: number; revision: number; slug: string; content: BriefingContent }

/** What the given briefings say in the given revisions, in no particular order. */
export async function listRevisions(db: Db, wanted: { briefingId: number; revision: number }[]): Promise<StoredRevision[]> {
  if (wanted.length === 0) return []
  const pairs = sql.join(wanted.map(({ briefingId, revision }) => sql`(cast(${briefingId} as bigint), cast(${revision} as bigint))`))
  const rows = await db
    .selectFrom('revisions')
    .innerJoin('briefings', 'briefings.id', 'revisions.briefing_id')
    .select(['briefing_id', 'number', 'slug', 'content'])
    .where(sql<boolean>`(briefing_id, number) in (values ${pairs})`)
    .execute()
  return rows.map((row) => ({
    briefingId: row.briefing_id,
    revision: row.number,
    slug: row.slug,
    content: JSON.parse(row.content) as BriefingContent,
  }))
}

/** The newest revisions of those of these briefings that are published. */
export async function listNewestRevisions(db: Db, briefingIds: number[]): Promise<Map<number, number>> {
  if (briefingIds.length === 0) return new Map()
  const published = db.selectFrom('briefings').select(['id', 'revision']).where('state', '=', 'published')
  return new Map((await published.where('id', 'in', briefingIds).execute()).map(({ id, revision }) => [id, revision]))
}
