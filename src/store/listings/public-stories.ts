import type { Db } from '../dialect.ts'
import { listIssueStories } from '../issues.ts'
import { listPublicBriefingsOf, type PublicBriefing } from './public-briefings.ts'

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
