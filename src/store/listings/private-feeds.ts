import { listPositions } from '../../domain/positions.ts'
import type { FeedRef } from '../../domain/links.ts'
import { listDeliveredTo } from '../delivered-issues.ts'
import type { Db } from '../dialect.ts'
import { getFeedSeries } from '../private-feeds.ts'
import { listPublishedBriefingsOf, type PublicBriefing } from './public-briefings.ts'

export { getFeedSeries } from '../private-feeds.ts'

/** A story that came to a reader; one of a private digest is reached by its own link. */
export type PrivateStory = { briefing: PublicBriefing; isPublic: boolean }

const ISSUES = 30

/** A subscriber's own stories, the last sent first; undefined for an address that is revoked, or when nothing is subscribed to any more. */
export async function findPrivateFeed(db: Db, { subscriberId, series }: FeedRef, limit: number): Promise<PrivateStory[] | undefined> {
  const active = await db
    .selectFrom('subscriptions')
    .select('id')
    .where('subscriber_id', '=', subscriberId)
    .where('state', '=', 'active')
    .limit(1)
    .executeTakeFirst()
  const isCurrent = (await getFeedSeries(db, subscriberId)) === series
  if (!active || !isCurrent) return undefined
  const deliveries = await listDeliveredTo(db, subscriberId, ISSUES)
  const stories = await storiesIn(
    db,
    deliveries.map(({ issueId }) => issueId),
  )
  const sent = deliveries.flatMap((delivery) => {
    const positions = listPositions(delivery)
    return stories
      .filter((story) => story.issue_id === delivery.issueId && positions.includes(story.position))
      .map((story) => ({ id: story.briefing_id, isPublic: delivery.isPublic === 1 }))
  })
  const once = sent.filter(({ id }, index) => sent.findIndex((other) => other.id === id) === index).slice(0, limit)
  const briefings = new Map(
    (
      await listPublishedBriefingsOf(
        db,
        once.map(({ id }) => id),
      )
    ).map((briefing) => [briefing.id, briefing]),
  )
  return once.flatMap(({ id, isPublic }) => {
    const briefing = briefings.get(id)
    return briefing ? [{ briefing, isPublic }] : []
  })
}

async function storiesIn(db: Db, issueIds: number[]) {
  if (issueIds.length === 0) return []
  return db
    .selectFrom('issue_stories')
    .select(['issue_id', 'position', 'briefing_id'])
    .where('issue_id', 'in', issueIds)
    .orderBy('position')
    .execute()
}
