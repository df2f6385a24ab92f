import { DAY, MINUTE, type Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'
import type { Row } from './tables.ts'

export type DeskSession = { id: number; personId: number; createdAt: Instant; seenAt: Instant; network: string; browser: string }

/** A session ends after so long without a request, and after so long in any case. */
const IDLE = 3 * DAY
const LONGEST = 30 * DAY
/** Being seen is written down no oftener than this: a page full of requests is one change. */
const SEEN_EVERY = 5 * MINUTE

type NewSession = { tokenHash: string; personId: number; network: string; browser: string }

export async function insertSession(tx: Db, { tokenHash, personId, network, browser }: NewSession, now: Instant): Promise<void> {
  const times = { created_at: now, seen_at: now, ends_at: now + LONGEST }
  await tx
    .insertInto('desk_sessions')
    .values({ token_hash: tokenHash, person_id: personId, network, browser, ...times })
    .execute()
}

export async function findSession(db: Db, tokenHash: string, now: Instant): Promise<DeskSession | undefined> {
  const row = await db
    .selectFrom('desk_sessions')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .where('ends_at', '>', now)
    .where('seen_at', '>', now - IDLE)
    .executeTakeFirst()
  return row && sessionOf(row)
}

export async function markSeen(db: Db, session: DeskSession, now: Instant): Promise<void> {
  if (now - session.seenAt < SEEN_EVERY) return
  await db.updateTable('desk_sessions').set({ seen_at: now }).where('id', '=', session.id).execute()
}

/** Those of a person that still let somebody in, the one last seen first. */
export async function listSessions(db: Db, personId: number, now: Instant): Promise<DeskSession[]> {
  const rows = await db
    .selectFrom('desk_sessions')
    .selectAll()
    .where('person_id', '=', personId)
    .where('ends_at', '>', now)
    .where('seen_at', '>', now - IDLE)
    .orderBy('seen_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(sessionOf)
}

/** Ends one session of a person, or all but one; says how many. */
export async function endSessions(db: Db, of: { personId: number; id?: number; butNot?: number }): Promise<number> {
  const all = db.deleteFrom('desk_sessions').where('person_id', '=', of.personId)
  const one = of.id === undefined ? all : all.where('id', '=', of.id)
  const result = await (of.butNot === undefined ? one : one.where('id', '<>', of.butNot)).executeTakeFirst()
  return Number(result.numDeletedRows)
}

/** Removes what lets nobody in any more. */
export async function pruneSessions(db: Db, now: Instant): Promise<void> {
  await db
    .deleteFrom('desk_sessions')
    .where((eb) => eb.or([eb('ends_at', '<=', now), eb('seen_at', '<=', now - IDLE)]))
    .execute()
  await db.deleteFrom('desk_links').where('expires_at', '<=', now).execute()
  await db
    .deleteFrom('failed_sign_ins')
    .where('at', '<=', now - DAY)
    .execute()
}

const sessionOf = (row: Row<'desk_sessions'>): DeskSession => ({
  id: row.id,
  personId: row.person_id,
  createdAt: row.created_at,
  seenAt: row.seen_at,
  network: row.network,
  browser: row.browser,
})
