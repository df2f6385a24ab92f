import type { Arrears } from '../domain/arrears.ts'
import type { Instant } from '../domain/instant.ts'
import type { Positions } from '../domain/positions.ts'
import type { ReaderHour } from '../domain/reader-hour.ts'
import type { Db } from './dialect.ts'

type Whose = { subscriberId: number; digestId: number }

/** What the issue knew of an hour when it was addressed: when its readers' mail fell due, and the positions in their window. */
export async function findIssueHour(
  db: Db,
  issueId: number,
  { zone, minute, weekdays }: ReaderHour,
): Promise<{ verdict: 'due' | 'waits'; dueAt: Instant; window: Positions } | undefined> {
  const row = await db
    .selectFrom('issue_hours')
    .innerJoin('reader_hours', 'reader_hours.id', 'hour_id')
    .select(['verdict', 'due_at', 'low', 'high'])
    .where('issue_id', '=', issueId)
    .where('zone', '=', zone)
    .where('minute', '=', minute)
    .where('weekdays', '=', weekdays)
    .executeTakeFirst()
  return row && { verdict: row.verdict, dueAt: row.due_at, window: { low: row.low, high: row.high } }
}

/** Why nothing was sent to a subscriber's address at a time, as far as that still holds. */
export async function findSuppressionThen(db: Db, subscriberId: number, at: Instant): Promise<string | undefined> {
  const row = await db
    .selectFrom('suppressions')
    .innerJoin('subscribers', 'subscribers.canonical', 'suppressions.canonical')
    .select('reason')
    .where('subscribers.id', '=', subscriberId)
    .where('suppressions.created_at', '<=', at)
    .executeTakeFirst()
  return row?.reason
}

/** What a digest owed a reader when an issue was addressed: what that one or a later one settled, or none yet. */
export async function listArrearsThen(db: Db, of: Whose, issueId: number): Promise<Arrears[]> {
  const rows = await db
    .selectFrom('arrears')
    .selectAll()
    .where('digest_id', '=', of.digestId)
    .where('subscriber_id', '=', of.subscriberId)
    .where((eb) => eb.or([eb('issue_id', 'is', null), eb('issue_id', '>=', issueId)]))
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    ...{ digestId: of.digestId, topicId: row.topic_id, seqFrom: row.seq_from, seqTo: row.seq_to, most: row.most, fromAt: row.from_at },
  }))
}
