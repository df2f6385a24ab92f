import type { Instant } from '../../domain/instant.ts'
import type { Store } from '../../store/dialect.ts'
import { saveLook } from '../../store/issue-looks.ts'
import type { Publication } from '../publication.ts'
import { findDeskIssue } from './desk-issue.ts'

type Wanted = { id: number; personId: number }

/** Notes that a person has looked at an issue as it is now, so that what changes from here on can be told. False: there is no such issue. */
export async function noteLook(store: Store, { id, personId }: Wanted, publication: Publication, now: Instant): Promise<boolean> {
  const found = await findDeskIssue(store.db, { id, personId }, publication)
  if (!found) return false
  const stories = found.stories.map(({ briefingId, revision, position, title }) => ({ briefingId, revision, position, title }))
  await saveLook(store.db, { issueId: id, personId }, { partsHash: found.partsHash, stories, lookedAt: now })
  return true
}
