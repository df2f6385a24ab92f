import type { IssueStory } from '../domain/issue.ts'
import type { IssueWords } from '../domain/issue-words.ts'
import type { Db } from './dialect.ts'

/** What editors have done to an issue besides the order of its stories. `changes` counts how often, so that two do not overwrite each other. */
export type IssueEdits = { words: IssueWords; leftOut: IssueStory[]; changes: number }

export async function findEdits(db: Db, issueId: number): Promise<IssueEdits> {
  const row = await db.selectFrom('issue_edits').selectAll().where('issue_id', '=', issueId).executeTakeFirst()
  if (!row) return { words: { subjects: {}, introductions: {} }, leftOut: [], changes: 0 }
  return {
    words: {
      subjects: JSON.parse(row.subjects) as IssueWords['subjects'],
      introductions: JSON.parse(row.introductions) as IssueWords['introductions'],
    },
    leftOut: JSON.parse(row.left_out) as IssueStory[],
    changes: row.changes,
  }
}

/** Writes them down as the next change. */
export async function saveEdits(tx: Db, issueId: number, { words, leftOut, changes }: IssueEdits): Promise<void> {
  const row = {
    subjects: JSON.stringify(words.subjects),
    introductions: JSON.stringify(words.introductions),
    left_out: JSON.stringify(leftOut),
    changes: changes + 1,
  }
  await tx
    .insertInto('issue_edits')
    .values({ issue_id: issueId, ...row })
    .onConflict((conflict) => conflict.column('issue_id').doUpdateSet(row))
    .execute()
}

/** Whoever changes a draft, or approves it, waits here for the one before; told false when it is no draft any more. */
export async function lockDraft(tx: Db, issueId: number): Promise<boolean> {
  const result = await tx
    .updateTable('issues')
    .set({ state: 'draft' })
    .where('id', '=', issueId)
    .where('state', '=', 'draft')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}
