import type { Digest } from '../domain/digest.ts'
import type { IssueStory } from '../domain/issue.ts'
import { listPublishedBetween, type WindowedBriefing } from '../store/briefings.ts'
import { getPublishSeq } from '../store/counters.ts'
import type { Db } from '../store/dialect.ts'
import { listDigestTopics } from '../store/digests.ts'

/** What the next issue of a digest would hold. Its window is half open over the publish sequence: `seqFrom < sequence <= seqTo`. */
export type Gathered = { seqFrom: number; seqTo: number; stories: IssueStory[]; overCap: number }

/** The briefings on the digest's topics since its last cut, by priority and then by time, the oldest first; at most its cap. */
export async function gatherStories(db: Db, digest: Digest): Promise<Gathered> {
  const seqTo = await getPublishSeq(db)
  const topics = await listDigestTopics(db, digest.id)
  const published = await listPublishedBetween(db, digest.seqUntil, seqTo)
  const ours = published.map((briefing) => onTopics(briefing, topics)).filter((briefing) => briefing.topicIds.length > 0)
  const ordered = ours.toSorted((a, b) => b.priority - a.priority || a.publishedAt - b.publishedAt || a.id - b.id)
  const stories = ordered
    .slice(0, digest.cap)
    .map(({ id, revision, topicIds }, position) => ({ position, briefingId: id, revision, topicIds }))
  return { seqFrom: digest.seqUntil, seqTo, stories, overCap: ordered.length - stories.length }
}

function onTopics(briefing: WindowedBriefing, topics: number[]): WindowedBriefing {
  return topics.length === 0 ? briefing : { ...briefing, topicIds: briefing.topicIds.filter((id) => topics.includes(id)) }
}
