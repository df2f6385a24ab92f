import { sql } from 'kysely'
import type { Instant } from '../domain/instant.ts'
import type { Notice, NoticeContent, NoticeKind } from '../domain/notice.ts'
import type { Db, Store } from './dialect.ts'
import type { Row } from './tables.ts'

export type NewNotice = Pick<Notice, 'kind' | 'address' | 'canonical' | 'language' | 'content' | 'usefulUntil'>

export async function insertNotice(tx: Db, notice: NewNotice, now: Instant): Promise<number> {
  const { kind, address, canonical, language, content, usefulUntil } = notice
  const row = { kind, address, canonical, language, content: JSON.stringify(content), state: 'queued' as const, attempts: 0 }
  const { id } = await tx
    .insertInto('notices')
    .values({ ...row, created_at: now, next_at: now, useful_until: usefulUntil })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** How many mails of a kind were made for an address since then. */
export async function countNotices(db: Db, of: { canonical: string; kind: NoticeKind; since: Instant }): Promise<number> {
  const { count } = await db
    .selectFrom('notices')
    .select((all) => all.fn.countAll<number>().as('count'))
    .where('canonical', '=', of.canonical)
    .where('kind', '=', of.kind)
    .where('created_at', '>', of.since)
    .executeTakeFirstOrThrow()
  return count
}

type ClaimedRow = Omit<Row<'notices'>, 'state' | 'next_at' | 'lease_until' | 'reason' | 'settled_at' | 'came_back'>

/** Takes up to `limit` notices that are due, for as long as the lease; `attempts` fences them. */
export async function claimNotices({ db, dialect }: Store, claim: { now: Instant; leaseUntil: Instant; limit: number }): Promise<Notice[]> {
  const { rows } = await sql<ClaimedRow>`
    with due as materialized (
      select id from notices where state = 'queued' and next_at <= ${claim.now} order by next_at limit ${claim.limit}${dialect.skipLocked})
    update notices set state = 'leased', attempts = attempts + 1, lease_until = ${claim.leaseUntil}
    from due where notices.id = due.id
    returning notices.id, kind, address, canonical, language, content, created_at, useful_until, attempts`.execute(db)
  return rows.map(noticeOf)
}

/** The barrier before the final dot: false when somebody else has the notice by now. */
export async function markNoticePosting(db: Db, { id, attempts }: Notice, leaseUntil: Instant): Promise<boolean> {
  const result = await db
    .updateTable('notices')
    .set({ state: 'posting', lease_until: leaseUntil })
    .where('id', '=', id)
    .where('attempts', '=', attempts)
    .where('state', '=', 'leased')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export type NoticeEnd = { reason: string | null } & (
  { to: 'accepted' | 'refused' | 'doubtful' | 'expired'; at: Instant } | { to: 'queued'; nextAt: Instant }
)

/** Writes down what became of it. One that has ended forgets what it said: its links are nobody's business any more. */
export async function settleNotice(db: Db, { id, attempts }: Notice, end: NoticeEnd): Promise<void> {
  await db
    .updateTable('notices')
    .set({ state: end.to, reason: end.reason, lease_until: null })
    .set(end.to === 'queued' ? { next_at: end.nextAt } : { settled_at: end.at, content: '' })
    .where('id', '=', id)
    .where('attempts', '=', attempts)
    .where('state', 'in', ['leased', 'posting'])
    .execute()
}

/** Takes over what a sender that died had in hand; what was at its final dot is almost surely accepted. */
export async function reclaimNotices(db: Db, now: Instant): Promise<number> {
  const queued = await db
    .updateTable('notices')
    .set({ state: 'queued', lease_until: null })
    .where('state', '=', 'leased')
    .where('lease_until', '<=', now)
    .executeTakeFirst()
  await db
    .updateTable('notices')
    .set({ state: 'doubtful', lease_until: null, settled_at: now, content: '', reason: 'the sender died after the message had left' })
    .where('state', '=', 'posting')
    .where('lease_until', '<=', now)
    .execute()
  return Number(queued.numUpdatedRows)
}

/** A single mail that somebody says something about: whose it is, and when it had left. */
export type ReportedNotice = { id: number; canonical: string; leftAt: Instant }

export async function findReportedNotice(db: Db, id: number): Promise<ReportedNotice | undefined> {
  const row = await db.selectFrom('notices').select(['canonical', 'created_at', 'settled_at']).where('id', '=', id).executeTakeFirst()
  return row && { id, canonical: row.canonical, leftAt: row.settled_at ?? row.created_at }
}

/** Writes down what came back about a mail; false where the same was known. A complaint is news also of what has failed. */
export async function markNoticeBack(tx: Db, id: number, as: NonNullable<Row<'notices'>['came_back']>): Promise<boolean> {
  const marked = tx
    .updateTable('notices')
    .set({ came_back: as })
    .where('id', '=', id)
    .where((row) =>
      as === 'complained' ? row.or([row('came_back', 'is', null), row('came_back', '!=', as)]) : row('came_back', 'is', null),
    )
  return (await marked.executeTakeFirst()).numUpdatedRows > 0n
}

/** Whether a single mail to this address has come back as to nobody. Notices are forgotten after a month, and this with them. */
export async function hasComeBack(db: Db, canonical: string): Promise<boolean> {
  const back = db.selectFrom('notices').select('id').where('canonical', '=', canonical).where('came_back', '=', 'dead').limit(1)
  return (await back.executeTakeFirst()) !== undefined
}

/** When the next waiting notice comes due. */
export async function findNextNotice(db: Db): Promise<Instant | undefined> {
  const waiting = db.selectFrom('notices').select('next_at').where('state', '=', 'queued').orderBy('next_at').limit(1)
  return (await waiting.executeTakeFirst())?.next_at
}

/** Forgets notices that ended before. */
export async function forgetNotices(db: Db, before: Instant): Promise<void> {
  await db.deleteFrom('notices').where('settled_at', '<', before).execute()
}

function noticeOf({ created_at, useful_until, content, ...row }: ClaimedRow): Notice {
  const { id, kind, address, canonical, language, attempts } = row
  const said = JSON.parse(content) as NoticeContent
  return { id, kind, address, canonical, language, content: said, createdAt: created_at, usefulUntil: useful_until, attempts }
}
