import type { BriefingDraft } from '../../domain/briefing.ts'
import { DAY, type Instant } from '../../domain/instant.ts'
import { listPublishedBetween } from '../../store/briefings.ts'
import { getPublishSeq } from '../../store/counters.ts'
import type { Db } from '../../store/dialect.ts'
import { listRevisions } from '../../store/revisions.ts'
import { listTopics } from '../../store/topics.ts'

/** A story that stands in for one that is to come. */
export type ComingBriefing = { at: Instant; draft: BriefingDraft; topics: string[] }

/**
 * Nobody knows tomorrow's stories, so those of as many days back come again, each at its own time of day. Where less lies back than is
 * looked ahead, what there is comes over and over.
 */
export async function comingBriefings(db: Db, { from, days }: { from: Instant; days: number }): Promise<ComingBriefing[]> {
  const published = await listPublishedBetween(db, 0, await getPublishSeq(db))
  const past = published.filter(({ publishedAt }) => publishedAt >= from - days * DAY && publishedAt < from)
  const first = Math.min(...past.map(({ publishedAt }) => publishedAt))
  const round = Math.min(days, Math.max(1, Math.ceil((from - first) / DAY))) * DAY
  const slugs = new Map((await listTopics(db)).map((topic) => [topic.id, topic.slug]))
  const contents = new Map(
    (
      await listRevisions(
        db,
        past.map(({ id, revision }) => ({ briefingId: id, revision })),
      )
    ).map((one) => [one.briefingId, one.content]),
  )
  return past
    .flatMap(({ id, publishedAt, priority, topicIds }) => {
      const content = contents.get(id)
      const topics = topicIds.flatMap((topicId) => slugs.get(topicId) ?? [])
      if (!content || topics.length === 0) return []
      return timesOf(publishedAt + round, { from, until: from + days * DAY, round }).map((at) => ({
        at,
        topics,
        draft: { ...content, sections: [], topics, key: `${id} ${at}`, priority },
      }))
    })
    .sort((one, other) => one.at - other.at)
}

function timesOf(first: Instant, { from, until, round }: { from: Instant; until: Instant; round: number }): Instant[] {
  const times = []
  for (let at = first; at < until; at += round) if (at >= from) times.push(at)
  return times
}
