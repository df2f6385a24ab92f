import type { BriefingContent } from '../domain/briefing.ts'
import type { Db } from './dialect.ts'

/** A briefing whose words are not in the index, or older ones, or by an older rule. */
export type Unindexed = { briefingId: number; revision: number; content: BriefingContent }

export async function listUnindexed(db: Db, rule: number, limit: number): Promise<Unindexed[]> {
  const rows = await db
    .selectFrom('briefings')
    .innerJoin('revisions', (join) =>
      join.onRef('revisions.briefing_id', '=', 'briefings.id').onRef('revisions.number', '=', 'briefings.revision'),
    )
    .leftJoin('searchable', (join) =>
      join
        .onRef('searchable.briefing_id', '=', 'briefings.id')
        .onRef('searchable.revision', '=', 'briefings.revision')
        .on('searchable.rule', '=', rule),
    )
    .select(['briefings.id', 'briefings.revision', 'content'])
    .where('searchable.briefing_id', 'is', null)
    .orderBy('briefings.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ id, revision, content }) => ({ briefingId: id, revision, content: JSON.parse(content) as BriefingContent }))
}

export type Indexed = { briefingId: number; revision: number; rule: number; words: string[] }

/** Writes down by which words a briefing is found from now on. */
export async function saveSearchable(db: Db, { briefingId, revision, rule, words }: Indexed): Promise<void> {
  const change = { revision, rule, words: words.join(' ') }
  await db
    .insertInto('searchable')
    .values({ briefing_id: briefingId, ...change })
    .onConflict((conflict) => conflict.column('briefing_id').doUpdateSet(change))
    .execute()
}
