import { sql } from 'kysely'
import type { Instant } from '../../domain/instant.ts'
import { doneAt, RATE_WINDOW, type Pace } from '../../domain/pace.ts'
import type { Db } from '../dialect.ts'
import { ALL_MAIL, paceOf } from '../paces.ts'
import type { Row } from '../tables.ts'
import { countWaitingMail } from './count-waiting-mail.ts'

export type TransportStatus = {
  queue: {
    /** All that wait, those that are not due yet included. */
    queued: number
    dueNow: number
    leased: number
    posting: number
    doubtful: number
  }
  /** Conversations of the last minutes. */
  lately: { minutes: number; attempts: number; accepted: number; perMinute: number }
  /** When what is due now will have gone, if it goes on as in the last minutes; null when nothing goes, or nothing is due. */
  doneAt: Instant | null
  /** Why the one that was put back last waits; null when nothing that is due was. */
  lastReason: string | null
  slow: SlowReceiver[]
}

/** A receiver that has complained, or whose mails wait for their turn. */
export type SlowReceiver = Pick<Pace, 'rate' | 'slowedAt' | 'reason'> & {
  receiver: string
  waiting: number
  /** When the next mail may go. */
  nextAt: Instant
  /** When all that wait will have gone at this pace; null when none does. */
  doneAt: Instant | null
}

const MOST = 50

/** How the way out is doing. Where a receiver is slow it goes through all mails that wait, and is meant for people who ask now and then. */
export async function getTransportStatus(db: Db, now: Instant): Promise<TransportStatus> {
  const queue = await countQueue(db, now)
  const lately = await countLately(db, now)
  const isMoving = queue.dueNow > 0 && lately.accepted > 0
  return {
    queue,
    lately,
    doneAt: isMoving ? doneAt({ rate: (lately.accepted * 1000) / RATE_WINDOW, freeAt: now }, queue.dueNow, now) : null,
    lastReason: await findLastReason(db, now),
    slow: await listSlow(db, now),
  }
}

// Each state is counted in an index of its own, which holds none of the many that are over.
async function countQueue(db: Db, now: Instant): Promise<TransportStatus['queue']> {
  const { rows } = await sql<TransportStatus['queue']>`select
    (select count(*) from deliveries where state = 'queued') as queued,
    (select count(*) from deliveries where state = 'queued' and next_at <= ${now}) as "dueNow",
    (select count(*) from deliveries where state in ('leased', 'posting') and state = 'leased') as leased,
    (select count(*) from deliveries where state in ('leased', 'posting') and state = 'posting') as posting,
    (select count(*) from deliveries where state = 'doubtful') as doubtful`.execute(db)
  return rows[0] ?? { queued: 0, dueNow: 0, leased: 0, posting: 0, doubtful: 0 }
}

async function countLately(db: Db, now: Instant): Promise<TransportStatus['lately']> {
  const { rows } = await sql<{ attempts: number; accepted: number | null }>`
    select count(*) as attempts, sum(case when outcome = 'accepted' then 1 else 0 end) as accepted from attempts
    where ended_at > ${now - RATE_WINDOW} and ended_at <= ${now}`.execute(db)
  const minutes = RATE_WINDOW / 60_000
  const accepted = rows[0]?.accepted ?? 0
  return { minutes, attempts: rows[0]?.attempts ?? 0, accepted, perMinute: Math.round(accepted / minutes) }
}

/** Among how many of the mails that are due a reason is looked for: the latest. */
const LATEST = 2000

async function findLastReason(db: Db, now: Instant): Promise<string | null> {
  const { rows } = await sql<{ reason: string }>`
    select reason from (
      select next_at, reason from deliveries where state = 'queued' and next_at <= ${now} order by next_at desc limit ${LATEST}) as latest
    where reason is not null order by next_at desc limit 1`.execute(db)
  return rows[0]?.reason ?? null
}

async function listSlow(db: Db, now: Instant): Promise<SlowReceiver[]> {
  const rows = await db
    .selectFrom('paces')
    .selectAll()
    .where('name', '!=', ALL_MAIL)
    .where((where) => where.or([where('slowed_at', 'is not', null), where('line_until', '>', now)]))
    .orderBy(sql`coalesce(slowed_at, 0)`, 'desc')
    .orderBy('name')
    .limit(MOST)
    .execute()
  if (rows.length === 0) return []
  const waiting = await countWaitingMail(db)
  return rows.map((row) => slowReceiverOf(row, waiting.get(row.name) ?? 0, now))
}

function slowReceiverOf(row: Row<'paces'>, waiting: number, now: Instant): SlowReceiver {
  const pace = paceOf(row)
  const { rate, slowedAt, reason } = pace
  const nextAt = Math.max(now, pace.freeAt)
  return { receiver: row.name, rate, slowedAt, reason, waiting, nextAt, doneAt: waiting > 0 ? doneAt(pace, waiting, now) : null }
}
