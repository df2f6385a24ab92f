import { sql } from 'kysely'
import type { HookEventKind, HookPostState, HookState } from '../domain/hook.ts'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'
import type { Row } from './tables.ts'

/** A place outside that is told what happens here. Its secret is made from `nonce` and the secret of this installation, and kept nowhere. */
export type Hook = {
  id: number
  name: string
  url: string
  nonce: string
  events: HookEventKind[]
  state: HookState
  failingSince: Instant | null
  stoppedReason: string | null
}

export type NewHook = Pick<Hook, 'name' | 'url' | 'nonce' | 'events'> & { madeBy: string }

export async function insertHook(tx: Db, { name, url, nonce, events, madeBy }: NewHook, now: Instant): Promise<number> {
  const row = { name, url, secret: nonce, events: events.join(','), state: 'active' as const, made_by: madeBy, created_at: now }
  const made = await tx
    .insertInto('hooks')
    .values({ ...row, failing_since: null, stopped_reason: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  return made.id
}

export async function findHook(db: Db, id: number): Promise<Hook | undefined> {
  const row = await db.selectFrom('hooks').selectAll().where('id', '=', id).executeTakeFirst()
  return row && hookOf(row)
}

export async function listActiveHooks(db: Db): Promise<Hook[]> {
  return (await db.selectFrom('hooks').selectAll().where('state', '=', 'active').orderBy('id').execute()).map(hookOf)
}

export async function changeHook(
  tx: Db,
  id: number,
  to: { state?: HookState; failingSince?: Instant | null; stoppedReason?: string | null },
): Promise<void> {
  const set = {
    ...(to.state && { state: to.state }),
    ...(to.failingSince !== undefined && { failing_since: to.failingSince }),
    ...(to.stoppedReason !== undefined && { stopped_reason: to.stoppedReason }),
  }
  await tx.updateTable('hooks').set(set).where('id', '=', id).execute()
}

export const hookOf = (row: Row<'hooks'>): Hook => ({
  id: row.id,
  name: row.name,
  url: row.url,
  nonce: row.secret,
  events: row.events.split(',') as HookEventKind[],
  state: row.state,
  failingSince: row.failing_since,
  stoppedReason: row.stopped_reason,
})

export type HookEvent = { word: string; kind: string; at: Instant; body: string }

const AT_ONCE = 200

/** Writes events down with a post to each of the hooks, in the transaction in which they happened. */
export async function insertEvents(tx: Db, events: HookEvent[], hookIds: number[]): Promise<void> {
  for (let start = 0; start < events.length; start += AT_ONCE) {
    const made = await tx
      .insertInto('hook_events')
      .values(events.slice(start, start + AT_ONCE))
      .returning(['id', 'at'])
      .execute()
    const posts = made.flatMap(({ id, at }) => hookIds.map((hookId) => ({ hook_id: hookId, event_id: id, next_at: at })))
    const rest = { state: 'waiting' as const, attempts: 0, lease_until: null, status: null, answer: null, took: null, settled_at: null }
    await tx
      .insertInto('hook_posts')
      .values(posts.map((post) => ({ ...post, ...rest })))
      .execute()
  }
}

export type DuePost = { id: number; hookId: number; attempts: number; word: string; body: string; url: string; nonce: string }

/** Claims posts that are due: for a while they are ours, then anybody's again. Not more than some of each hook at once. */
export async function claimPosts(db: Db, { limit, leaseUntil }: { limit: number; leaseUntil: Instant }, now: Instant): Promise<DuePost[]> {
  const { rows } = await sql<{ id: number }>`
    update hook_posts set state = 'posting', lease_until = ${leaseUntil}, attempts = attempts + 1
    where (state = 'waiting' and next_at <= ${now} or state = 'posting' and lease_until <= ${now}) and id in (
      select p.id from hook_posts as p join hooks as h on h.id = p.hook_id
      where h.state = 'active' and (p.state = 'waiting' and p.next_at <= ${now} or p.state = 'posting' and p.lease_until <= ${now})
      order by p.next_at, p.id limit ${limit}) returning id`.execute(db)
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  return db
    .selectFrom('hook_posts as p')
    .innerJoin('hook_events as e', 'e.id', 'p.event_id')
    .innerJoin('hooks as h', 'h.id', 'p.hook_id')
    .select(['p.id', 'p.hook_id as hookId', 'p.attempts', 'e.word', 'e.body', 'h.url', 'h.secret as nonce'])
    .where('p.id', 'in', ids)
    .orderBy('p.id')
    .execute()
}

export type PostEnd = { state: HookPostState; nextAt?: Instant; status: number | null; answer: string; took: number; at: Instant }

/** Told false when somebody else has it by now. */
export async function endPost(db: Db, { id, attempts }: Pick<DuePost, 'id' | 'attempts'>, end: PostEnd): Promise<boolean> {
  const { state, nextAt, status, answer, took, at } = end
  const result = await db
    .updateTable('hook_posts')
    .set({
      state,
      status,
      answer,
      took,
      lease_until: null,
      ...(nextAt !== undefined && { next_at: nextAt }),
      settled_at: state === 'waiting' ? null : at,
    })
    .where('id', '=', id)
    .where('attempts', '=', attempts)
    .where('state', '=', 'posting')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Sends an event once more, whatever became of it; told false where there is no such post of the hook. */
export async function replayPost(tx: Db, { hookId, id }: { hookId: number; id: number }, now: Instant): Promise<boolean> {
  const again = { state: 'waiting' as const, next_at: now, attempts: 0, lease_until: null, settled_at: null }
  const result = await tx.updateTable('hook_posts').set(again).where('hook_id', '=', hookId).where('id', '=', id).executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export async function pruneEvents(db: Db, before: Instant): Promise<number> {
  await db
    .deleteFrom('hook_posts')
    .where('event_id', 'in', db.selectFrom('hook_events').select('id').where('at', '<', before))
    .execute()
  return Number((await db.deleteFrom('hook_events').where('at', '<', before).executeTakeFirst()).numDeletedRows)
}

/** What outsiders may know of some deliveries. */
export async function listToldDeliveries(
  tx: Db,
  ids: number[],
): Promise<{ id: number; issueId: number; subscriberId: number; address: string }[]> {
  if (ids.length === 0) return []
  return tx
    .selectFrom('deliveries as d')
    .innerJoin('subscribers as s', 's.id', 'd.subscriber_id')
    .select(['d.id', 'd.issue_id as issueId', 'd.subscriber_id as subscriberId', 's.address'])
    .where('d.id', 'in', ids)
    .execute()
}

/** The addresses of some readers, by their numbers. */
export async function listAddressesToTell(tx: Db, subscriberIds: number[]): Promise<Map<number, string>> {
  const found = new Map<number, string>()
  for (let start = 0; start < subscriberIds.length; start += AT_ONCE) {
    const some = subscriberIds.slice(start, start + AT_ONCE)
    const rows = await tx.selectFrom('subscribers').select(['id', 'address']).where('id', 'in', some).execute()
    for (const { id, address } of rows) found.set(id, address)
  }
  return found
}
