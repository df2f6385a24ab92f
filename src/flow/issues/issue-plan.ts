import type { Issue } from '../../domain/issue.ts'
import type { Db } from '../../store/dialect.ts'
import { getDigest } from '../../store/digests.ts'
import { findEdits } from '../../store/issue-edits.ts'
import { listIssueStories } from '../../store/issues.ts'
import type { IssuePlan } from '../render-parts.ts'

/** A stored issue as it would be printed now; `changes` says after how many of its editors' changes. */
export async function planOf(db: Db, issue: Issue): Promise<IssuePlan & { changes: number }> {
  const { words, changes } = await findEdits(db, issue.id)
  const [digest, stories] = [await getDigest(db, issue.digestId), await listIssueStories(db, issue.id)]
  return { digest, number: issue.number, dueAt: issue.dueAt, stories, words, changes }
}
