import type { Digest } from '../domain/digest.ts'
import { DAY, type Instant } from '../domain/instant.ts'
import type { IssueStory } from '../domain/issue.ts'
import { MOST_POSITIONS } from '../domain/positions.ts'
import { lineageOf, treeOf, widerTopics, type TopicTree } from '../domain/topic-tree.ts'
import { listOwedStretches } from '../store/arrears.ts'
import { listPublishedAmong, listPublishedBetween, type WindowedBriefing } from '../store/briefings.ts'
import { getPublishSeq } from '../store/counters.ts'
import type { Db } from '../store/dialect.ts'
import { listDigestTopics } from '../store/digests.ts'
import { listHoursServed } from '../store/hours-served.ts'
import { listLeftOverStories } from '../store/left-over-stories.ts'
import { listTopics } from '../store/topics.ts'

/** What the next issue of a digest would hold. Its window is half open over the publish sequence: `seqFrom < sequence <= seqTo`. */
export type Gathered = { seqFrom: number; reachSeq: number; seqTo: number; stories: IssueStory[]; overCap: number }

/** A story may be carried over to so many issues after the first that held it. */
export const MOST_CARRIED = 3

// A reader's hour comes within a week of an issue: what is owed until then is looked for already.
const AHEAD = 8 * DAY

/**
 * The briefings on the digest's topics since its last cut, pinned ones first, then by priority and then by time, the oldest first; and
 * before those of its window what some reader has not had yet: of hours that wait, of changes of choices and of pauses (domain/arrears.ts),
 * of mails without room for them. An issue holds a hundred: what is new goes before what hours that wait have coming, and that before what
 * is made up for.
 */
export async function gatherStories(db: Db, digest: Digest, now: Instant, upTo?: number): Promise<Gathered> {
  const seqTo = upTo ?? (await getPublishSeq(db))
  const tree = treeOf(await listTopics(db))
  const topics = await listDigestTopics(db, digest.id)
  const ours = (some: WindowedBriefing[]): WindowedBriefing[] =>
    some.map((one) => onTopics(one, topics, tree)).filter(({ topicIds }) => topicIds.length > 0)
  const fresh = ours(await listPublishedBetween(db, digest.seqUntil, seqTo)).sort(inOrder)
  // The one briefing of an instant digest goes alone.
  const { reachSeq, owed } = upTo === undefined ? await gatherOwed(db, digest, { now, tree }) : { reachSeq: digest.seqUntil, owed: [] }
  const older = ours(owed).sort(
    (one, other) =>
      Number(other.seq > reachSeq) - Number(one.seq > reachSeq) ||
      byRank(one, other) ||
      other.publishedAt - one.publishedAt ||
      other.id - one.id,
  )
  const all = [...fresh, ...older]
  const chosen = withSharedTopics(all.slice(0, MOST_POSITIONS).sort(inOrder))
  const stories = chosen.map((one, position) => storyOf(one, position, tree))
  return { seqFrom: digest.seqUntil, reachSeq, seqTo, stories, overCap: all.length - stories.length }
}

type Looking = { now: Instant; tree: TopicTree }

/** What was published before the digest's window and is owed to somebody; and how far back that was looked for. */
async function gatherOwed(db: Db, digest: Digest, { now, tree }: Looking): Promise<{ reachSeq: number; owed: WindowedBriefing[] }> {
  const lagging = Math.min(digest.seqUntil, ...(await listHoursServed(db, digest.id)).values())
  const stretches = await listOwedStretches(db, digest.id, now + AHEAD)
  const from = Math.min(lagging, ...stretches.map(({ seqFrom }) => seqFrom))
  const before = from < digest.seqUntil ? await listPublishedBetween(db, from, digest.seqUntil) : []
  const isOwed = ({ seq, topicIds }: WindowedBriefing): boolean => {
    const about = topicIds.flatMap((id) => lineageOf(tree, id))
    return (
      seq > lagging ||
      stretches.some(
        ({ topicId, seqFrom, seqTo }) => seq > seqFrom && seq <= (seqTo ?? Infinity) && (topicId === null || about.includes(topicId)),
      )
    )
  }
  const owed = new Map(before.filter(isOwed).map((one) => [one.id, one]))
  for (const one of await listPublishedAmong(db, await leftOver(db, digest))) if (one.seq <= digest.seqUntil) owed.set(one.id, one)
  return { reachSeq: lagging, owed: [...owed.values()] }
}

const leftOver = async (db: Db, { id, nextNumber, overflow }: Digest): Promise<number[]> =>
  overflow === 'carry' ? listLeftOverStories(db, { digestId: id, fromNumber: nextNumber - MOST_CARRIED }) : []

function onTopics(briefing: WindowedBriefing, topics: number[], tree: TopicTree): WindowedBriefing {
  if (topics.length === 0) return briefing
  const isOurs = (id: number): boolean => lineageOf(tree, id).some((one) => topics.includes(one))
  return { ...briefing, topicIds: briefing.topicIds.filter(isOurs) }
}

/** Versions of one story in several languages stand on the topics of all of them, so that languages decide and not topics. */
function withSharedTopics(briefings: WindowedBriefing[]): WindowedBriefing[] {
  const byStory = Map.groupBy(briefings, ({ storyId }) => storyId)
  return briefings.map((one) => {
    const versions = byStory.get(one.storyId) ?? []
    return versions.length < 2
      ? one
      : { ...one, topicIds: [...new Set(versions.flatMap(({ topicIds }) => topicIds))].sort((a, b) => a - b) }
  })
}

function storyOf({ id, revision, topicIds, isPinned }: WindowedBriefing, position: number, tree: TopicTree): IssueStory {
  return { position, briefingId: id, revision, topicIds, widerIds: widerTopics(tree, topicIds), isPinned }
}

const byRank = (one: WindowedBriefing, other: WindowedBriefing): number =>
  Number(other.isPinned) - Number(one.isPinned) || other.priority - one.priority

const inOrder = (one: WindowedBriefing, other: WindowedBriefing): number =>
  byRank(one, other) || one.publishedAt - other.publishedAt || one.id - other.id
