import type { DeliveryState } from '../../domain/delivery.ts'
import type { Instant } from '../../domain/instant.ts'
import { listPositions, type Positions } from '../../domain/positions.ts'
import type { Db } from '../dialect.ts'
import { listRevisions } from '../revisions.ts'

/** A mail to one reader, with what stood in it. */
export type ReaderMail = {
  id: number
  digest: string
  number: number
  dueAt: Instant
  state: DeliveryState
  /** When it had left, or will never leave. */
  settledAt: Instant | null
  language: string
  format: string
  stories: { slug: string; title: string }[]
}

type Asked = { subscriberId: number; limit: number }

/** The newest mails of a reader, sent or not, the newest first. A story has the title that it had in that mail. */
export async function listReaderMails(db: Db, { subscriberId, limit }: Asked): Promise<ReaderMail[]> {
  // From the issues, of which there are few: deliveries are found by issue and reader together.
  const rows = await db
    .selectFrom('issues')
    .innerJoin('deliveries', (join) => join.onRef('issue_id', '=', 'issues.id').on('subscriber_id', '=', subscriberId))
    .innerJoin('digests', 'digests.id', 'digest_id')
    .select(['deliveries.id', 'issues.id as issueId', 'digests.slug as digest', 'issues.number', 'deliveries.due_at as dueAt'])
    .select(['deliveries.state', 'settled_at as settledAt', 'language', 'format', 'low', 'high'])
    .orderBy('deliveries.due_at', 'desc')
    .orderBy('deliveries.id', 'desc')
    .limit(limit)
    .execute()
  const titleOf = await titlesIn(db, [...new Set(rows.map(({ issueId }) => issueId))])
  return rows.map(({ issueId, low, high, ...mail }) => ({ ...mail, stories: storiesOf({ low, high }, titleOf.get(issueId)) }))
}

export async function countReaderMails(db: Db, subscriberId: number): Promise<number> {
  const { count } = await db
    .selectFrom('issues')
    .innerJoin('deliveries', (join) => join.onRef('issue_id', '=', 'issues.id').on('subscriber_id', '=', subscriberId))
    .select((all) => all.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

type Titles = Map<number, { slug: string; title: string }>

const storiesOf = (set: Positions, titles: Titles = new Map()) => listPositions(set).flatMap((position) => titles.get(position) ?? [])

const AT_ONCE = 200

/** By issue and position. */
async function titlesIn(db: Db, issueIds: number[]): Promise<Map<number, Titles>> {
  const found = new Map<number, Titles>()
  for (let from = 0; from < issueIds.length; from += AT_ONCE) {
    const some = issueIds.slice(from, from + AT_ONCE)
    const stories = await db
      .selectFrom('issue_stories')
      .select(['issue_id as issueId', 'position', 'briefing_id as briefingId', 'revision'])
      .where('issue_id', 'in', some)
      .execute()
    const revisions = new Map((await listRevisions(db, stories)).map((one) => [`${one.briefingId}/${one.revision}`, one]))
    for (const { issueId, position, briefingId, revision } of stories) {
      const said = revisions.get(`${briefingId}/${revision}`)
      if (said)
        found.set(issueId, (found.get(issueId) ?? new Map<number, never>()).set(position, { slug: said.slug, title: said.content.title }))
    }
  }
  return found
}
