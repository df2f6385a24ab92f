import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'
import { listIssueStories } from '../issues.ts'
import { listPublicBriefingsOf, type PublicBriefing } from './public-briefings.ts'
import { listLatestIssueIds } from './public-issues.ts'

/** A story of an issue, as its briefing says it now, on those of its topics that may be named. */
export type PublicStory = { position: number; revision: number; topicIds: number[]; briefing: PublicBriefing }

/** The stories of an issue in their order; without what was withdrawn since. */
export async function listPublicStories(db: Db, issueId: number): Promise<PublicStory[]> {
  const stories = await listIssueStories(db, issueId)
  const briefings = new Map(
    (
      await listPublicBriefingsOf(
        db,
        stories.map(({ briefingId }) => briefingId),
      )
    ).map((briefing) => [briefing.id, briefing]),
  )
  return stories.flatMap(({ position, revision, briefingId, topicIds }) => {
    const briefing = briefings.get(briefingId)
    if (!briefing) return []
    // The topics may have changed with a later revision; a story stands below those that it has in both, or else below its own.
    const named = briefing.topics.map(({ id }) => id)
    const kept = topicIds.filter((id) => named.includes(id))
    return [{ position, revision, topicIds: kept.length > 0 ? kept : named, briefing }]
  })
}

/** The stories of a digest's latest public issues, the newest issue first, each story once. */
export async function listDigestStories(
  db: Db,
  digestId: number,
  { now, limit }: { now: Instant; limit: number },
): Promise<PublicBriefing[]> {
  const issues = await listLatestIssueIds(db, { digestId, now, limit })
  if (issues.length === 0) return []
  const rows = await db
    .selectFrom('issue_stories')
    .select(['issue_id', 'position', 'briefing_id'])
    .where('issue_id', 'in', issues)
    .execute()
  const ordered = rows.toSorted((a, b) => b.issue_id - a.issue_id || a.position - b.position).map((row) => row.briefing_id)
  const ids = [...new Set(ordered)].slice(0, limit)
  const briefings = new Map((await listPublicBriefingsOf(db, ids)).map((briefing) => [briefing.id, briefing]))
  return ids.flatMap((id) => briefings.get(id) ?? [])
}
