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

/** The number of a published briefing's newest revision. */
export async function findNewestRevision(db: Db, briefingId: number): Promise<number | undefined> {
  const query = db.selectFrom('briefings').select('revision').where('id', '=', briefingId).where('state', '=', 'published')
  return (await query.executeTakeFirst())?.revision
}
