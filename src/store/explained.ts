import type { BriefingState } from '../domain/briefing.ts'
import type { DeliveryState } from '../domain/delivery.ts'
import type { Instant } from '../domain/instant.ts'
import { listPositions } from '../domain/positions.ts'
import type { Db } from './dialect.ts'
import type { Row } from './tables.ts'

/** A briefing that somebody asks about. `storyId` is shared by its versions in other languages. */
export type ExplainedBriefing = {
  id: number
  storyId: number
  slug: string
  title: string
  state: BriefingState
  publishSeq: number | null
}

/** By id, by slug, or by the key under which it came; of several with that key the newest. */
export async function findExplained(db: Db, named: string): Promise<ExplainedBriefing | undefined> {
  const id = /^\d{1,15}$/.test(named) ? Number(named) : 0
  const row = await db
    .selectFrom('briefings')
    .selectAll()
    .where((eb) => eb.or([eb('id', '=', id), eb('slug', '=', named), eb('key', '=', named)]))
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return row && explainedOf(row)
}

const explainedOf = (row: Row<'briefings'>): ExplainedBriefing => ({
  id: row.id,
  storyId: row.story_id ?? row.id,
  slug: row.slug,
  title: row.title,
  state: row.state,
  publishSeq: row.publish_seq,
})

export type IssueWith = {
  id: number
  digestId: number
  number: number
  dueAt: Instant
  addressedAt: Instant | null
  /** The places of the story's versions in it. */
  positions: number[]
}

/** The issues that hold a story in any language, the oldest first. */
export async function listIssuesWith(db: Db, storyId: number): Promise<IssueWith[]> {
  const rows = await db
    .selectFrom('issue_stories')
    .innerJoin('issues', 'issues.id', 'issue_stories.issue_id')
    .innerJoin('briefings', 'briefings.id', 'issue_stories.briefing_id')
    .select(['issues.id', 'digest_id', 'number', 'due_at', 'addressed_at', 'position'])
    .where((eb) => eb.or([eb('briefings.id', '=', storyId), eb('briefings.story_id', '=', storyId)]))
    .orderBy('issues.id')
    .orderBy('position')
    .execute()
  return [...Map.groupBy(rows, (row) => row.id).values()].flatMap(([first, ...more]) => {
    if (!first) return []
    const positions = [first, ...more].map(({ position }) => position)
    return [
      { id: first.id, digestId: first.digest_id, number: first.number, dueAt: first.due_at, addressedAt: first.addressed_at, positions },
    ]
  })
}

/** When an issue was handed out to its readers; null while that is still under way. */
export async function findAddressedAt(db: Db, issueId: number): Promise<Instant | null> {
  const row = await db.selectFrom('issues').select('addressed_at').where('id', '=', issueId).executeTakeFirst()
  return row?.addressed_at ?? null
}

/** What became of one reader's share of an issue. */
export type PlacedDelivery = {
  given: number[]
  more: number[]
  state: DeliveryState
  dueAt: Instant
  putOffFrom: Instant | null
  settledAt: Instant | null
  reason: string | null
}

export async function findPlacedDelivery(db: Db, of: { issueId: number; subscriberId: number }): Promise<PlacedDelivery | undefined> {
  const row = await db
    .selectFrom('deliveries')
    .select(['low', 'high', 'more_low', 'more_high', 'state', 'due_at', 'put_off_from', 'settled_at', 'reason'])
    .where('issue_id', '=', of.issueId)
    .where('subscriber_id', '=', of.subscriberId)
    .executeTakeFirst()
  if (!row) return undefined
  const { low, high, more_low, more_high, state, reason } = row
  const [given, more] = [listPositions({ low, high }), listPositions({ low: more_low, high: more_high })]
  return { given, more, state, dueAt: row.due_at, putOffFrom: row.put_off_from, settledAt: row.settled_at, reason }
}
