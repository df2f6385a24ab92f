import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

type SeenStory = { briefingId: number; revision: number; position: number; title: string }

/** What a person saw when looking at an issue last. */
export type Look = { partsHash: string; stories: SeenStory[]; lookedAt: Instant }

export async function findLook(db: Db, of: { issueId: number; personId: number }): Promise<Look | undefined> {
  const row = await db
    .selectFrom('issue_looks')
    .selectAll()
    .where('issue_id', '=', of.issueId)
    .where('person_id', '=', of.personId)
    .executeTakeFirst()
  return row && { partsHash: row.parts_hash, stories: JSON.parse(row.stories) as SeenStory[], lookedAt: row.looked_at }
}

export async function saveLook(db: Db, of: { issueId: number; personId: number }, { partsHash, stories, lookedAt }: Look): Promise<void> {
  const row = { parts_hash: partsHash, stories: JSON.stringify(stories), looked_at: lookedAt }
  await db
    .insertInto('issue_looks')
    .values({ issue_id: of.issueId, person_id: of.personId, ...row })
    .onConflict((conflict) => conflict.columns(['issue_id', 'person_id']).doUpdateSet(row))
    .execute()
}
