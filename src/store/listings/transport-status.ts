import { sql } from 'kysely'
import { domainsOf } from '../../domain/domain-group.ts'
import type { Instant } from '../../domain/instant.ts'
import { doneAt, RATE_WINDOW, type Pace } from '../../domain/pace.ts'
import type { Db } from '../dialect.ts'
import { ALL_MAIL, paceOf } from '../paces.ts'
import type { Row } from '../tables.ts'

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

/** How the way out is doing. It reads every attempt and is meant for people who ask now and then. */
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

async function countQueue(db: Db, now: Instant): Promise<TransportStatus['queue']> {
  const { rows } = await sql<{ state: 'queued' | 'leased' | 'posting' | 'doubtful'; count: number; due: number }>`
    select state, count(*) as count, sum(case when next_at <= ${now} then 1 else 0 end) as due from deliveries
    where state in ('queued', 'leased', 'posting', 'doubtful') group by state`.execute(db)
  const countOf = (state: string): number => rows.find((row) => row.state === state)?.count ?? 0
  return {
    queued: countOf('queued'),
    dueNow: rows.find(({ state }) => state === 'queued')?.due ?? 0,
    leased: countOf('leased'),
    posting: countOf('posting'),
    doubtful: countOf('doubtful'),
  }
}

async function countLately(db: Db, now: Instant): Promise<TransportStatus['lately']> {
  const { rows } = await sql<{ attempts: number; accepted: number | null }>`
    select count(*) as attempts, sum(case when outcome = 'accepted' then 1 else 0 end) as accepted from attempts
    where ended_at > ${now - RATE_WINDOW} and ended_at <= ${now}`.execute(db)
  const minutes = RATE_WINDOW / 60_000
  const accepted = rows[0]?.accepted ?? 0
  return { minutes, attempts: rows[0]?.attempts ?? 0, accepted, perMinute: Math.round(accepted / minutes) }
}

async function findLastReason(db: Db, now: Instant): Promise<string | null> {
  const { rows } = await sql<{ reason: string }>`
    select reason from deliveries where state = 'queued' and next_at <= ${now} and reason is not null order by next_at desc limit 1`.execute(
    db,
  )
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
  const slow: SlowReceiver[] = []
  for (const row of rows) slow.push(await slowReceiverOf(db, row, now))
  return slow
}

async function slowReceiverOf(db: Db, row: Row<'paces'>, now: Instant): Promise<SlowReceiver> {
  const pace = paceOf(row)
  const patterns = domainsOf(row.name).map((domain) => `%@${domain.replace(/\*$/, '%')}`)
  const { rows } = await sql<{ waiting: number }>`
    select count(*) as waiting from deliveries join subscribers on subscribers.id = deliveries.subscriber_id
    where deliveries.state = 'queued' and (${sql.join(
      patterns.map((pattern) => sql`canonical like ${pattern}`),
      sql` or `,
    )})`.execute(db)
  const waiting = rows[0]?.waiting ?? 0
  const { rate, slowedAt, reason } = pace
  const nextAt = Math.max(now, pace.freeAt)
  return { receiver: row.name, rate, slowedAt, reason, waiting, nextAt, doneAt: waiting > 0 ? doneAt(pace, waiting, now) : null }
}
