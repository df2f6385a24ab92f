import { sql } from 'kysely'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** The deliveries of an issue behind a subscriber, at most so many: what a person does to all of an issue is done in steps of these. */
type Step = { issueId: number; after: number; limit: number }

/** Withholds what still waits. Says up to which subscriber it has come; undefined at the end. */
export async function withholdWaiting(db: Db, { issueId, after, limit }: Step, why: { reason: string; at: Instant }) {
  const { rows } = await sql<{ subscriber_id: number }>`
    update deliveries set state = 'withheld', reason = ${why.reason}, settled_at = ${why.at}, joined_to = null
    where state in ('queued', 'joined') and id in (
      select id from deliveries where issue_id = ${issueId} and subscriber_id > ${after} and state in ('queued', 'joined')
      order by issue_id, subscriber_id limit ${limit})
    returning subscriber_id`.execute(db)
  return lastOf(rows)
}

/** Makes due now what waits for its hour, or for another mail to leave with. Says how many and up to which subscriber; undefined at the end. */
export async function bringForward(
  db: Db,
  { issueId, after, limit }: Step,
  now: Instant,
): Promise<{ mails: number; last: number } | undefined> {
  const { rows } = await sql<{ id: number; subscriber_id: number }>`
    update deliveries set state = 'queued', due_at = ${now}, next_at = ${now}, joined_to = null
    where state in ('queued', 'joined') and id in (
      select id from deliveries
      where issue_id = ${issueId} and subscriber_id > ${after} and due_at > ${now} and state in ('queued', 'joined')
      order by issue_id, subscriber_id limit ${limit})
    returning id, subscriber_id`.execute(db)
  const last = lastOf(rows)
  if (last === undefined) return undefined
  await freeJoinedTo(db, sql`select id from deliveries where id in (${sql.join(rows.map(({ id }) => id))})`)
  return { mails: rows.length, last }
}

/** Those of other issues that were to leave in the mails of these go by themselves, at their own time. */
export async function freeJoinedTo(db: Db, heads: ReturnType<typeof sql>): Promise<void> {
  await sql`update deliveries set state = 'queued', joined_to = null, next_at = due_at
    where state = 'joined' and joined_to in (${heads})`.execute(db)
}

const lastOf = (rows: { subscriber_id: number }[]): number | undefined =>
  rows.length === 0 ? undefined : Math.max(...rows.map(({ subscriber_id }) => subscriber_id))
