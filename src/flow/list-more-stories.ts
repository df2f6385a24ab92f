import type { IssueRef } from '../domain/links.ts'
import { listPositions } from '../domain/positions.ts'
import type { Names } from '../domain/topic.ts'
import { findDeliveredIssue } from '../store/delivered-issues.ts'
import type { Db } from '../store/dialect.ts'
import { getDigest } from '../store/digests.ts'
import { listIssueStories } from '../store/issues.ts'
import { listPublishedBriefingsOf, type PublicBriefing } from '../store/listings/public-briefings.ts'

/** What a reader's mail had no room for, in the order of the issue. */
export type MoreStories = { digest: Names; isPublic: boolean; language: string; stories: PublicBriefing[] }

/** Undefined where the mail has not left, had room for everything, or the reader is gone. What was withdrawn since is left out. */
export async function listMoreStories(db: Db, ref: IssueRef): Promise<MoreStories | undefined> {
  const found = await findDeliveredIssue(db, ref)
  const beyond = found ? listPositions(found.delivery.more) : []
  if (!found || beyond.length === 0) return undefined
  const { names, isPublic } = await getDigest(db, ref.digestId)
  const ids = (await listIssueStories(db, found.issueId)).filter(({ position }) => beyond.includes(position)).map((one) => one.briefingId)
  const published = new Map((await listPublishedBriefingsOf(db, ids)).map((briefing) => [briefing.id, briefing]))
  const stories = ids.flatMap((id) => published.get(id) ?? [])
  return { digest: names, isPublic, language: found.delivery.language, stories }
}
