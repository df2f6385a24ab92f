import { sql } from 'kysely'
import type { BulkAction } from '../../domain/bulk-action.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Actor } from '../audit.ts'
import type { Db } from '../dialect.ts'
import { contains } from '../listings/contains.ts'
import type { Row } from '../tables.ts'

export type BulkRun = {
  id: number
  state: Row<'bulk_runs'>['state']
  action: BulkAction
  /** As parameters of an address (domain/reader-filter.ts). */
  filter: string
  /** The readers who were chosen one by one; null: all whom the filter finds. */
  subscriberIds: number[] | null
  expected: number
  /** Whoever came after it began is not meant. */
  throughId: number
  reachedId: number
  lookedAt: number
  changed: number
  passedOver: number
  putBack: number
  leftAlone: number
  actor: Actor
  createdAt: Instant
  finishedAt: Instant | null
  attempts: number
}

type NewRun = Pick<BulkRun, 'action' | 'filter' | 'subscriberIds' | 'expected' | 'actor'>

export async function insertBulkRun(tx: Db, run: NewRun, now: Instant): Promise<number> {
  const last = await tx.selectFrom('subscribers').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst()
  const none = { reached_id: 0, looked_at: 0, changed: 0, passed_over: 0, put_back: 0, left_alone: 0, attempts: 0 }
  const row = await tx
    .insertInto('bulk_runs')
    .values({
      ...{ state: 'running' as const, action: JSON.stringify(run.action), filter: run.filter, expected: run.expected },
      ...{ subscriber_ids: run.subscriberIds?.join(',') ?? null, through_id: last?.id ?? 0, ...none },
      ...{ actor_id: run.actor.id, actor: run.actor.name, created_at: now },
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

export async function findBulkRun(db: Db, id: number): Promise<BulkRun | undefined> {
  const row = await db.selectFrom('bulk_runs').selectAll().where('id', '=', id).executeTakeFirst()
  return row && runOf(row)
}

type Wish = { search?: string; kinds?: BulkAction['kind'][]; before?: number | undefined; limit: number }

/** Bulk actions, the newest first; `before` goes on behind one. `search` looks at who began them and for whom, `kinds` are found as well. */
export async function listBulkRuns(db: Db, { search = '', kinds = [], before = Number.MAX_SAFE_INTEGER, limit }: Wish): Promise<BulkRun[]> {
  const found = db.selectFrom('bulk_runs').selectAll().where('id', '<', before)
  const some = found.where((of) =>
    of.or([contains(['actor', 'filter', 'action'], search), ...kinds.map((kind) => contains(['action'], `"${kind}"`))]),
  )
  return (await some.orderBy('id', 'desc').limit(limit).execute()).map(runOf)
}

function runOf(row: Row<'bulk_runs'>): BulkRun {
  return {
    ...{ id: row.id, state: row.state, action: JSON.parse(row.action) as BulkAction, filter: row.filter, expected: row.expected },
    subscriberIds: row.subscriber_ids === null ? null : row.subscriber_ids.split(',').map(Number),
    ...{ throughId: row.through_id, reachedId: row.reached_id, lookedAt: row.looked_at, changed: row.changed },
    ...{ passedOver: row.passed_over, putBack: row.put_back, leftAlone: row.left_alone },
    ...{ actor: { id: row.actor_id, name: row.actor }, createdAt: row.created_at, finishedAt: row.finished_at, attempts: row.attempts },
  }
}

/** Takes a run that is to be worked on and that nobody else works on just now. */
export async function claimBulkRun(db: Db, { now, until }: { now: Instant; until: Instant }): Promise<BulkRun | undefined> {
  const { rows } = await sql<Row<'bulk_runs'>>`
    update bulk_runs set lease_until = ${until}, attempts = attempts + 1
    where id = (
      select id from bulk_runs where state in ('running', 'undoing') and (lease_until is null or lease_until < ${now}) order by id limit 1)
      and (lease_until is null or lease_until < ${now}) returning *`.execute(db)
  return rows[0] && runOf(rows[0])
}

export async function releaseBulkRun(db: Db, { id, attempts }: BulkRun): Promise<void> {
  await db.updateTable('bulk_runs').set({ lease_until: null }).where('id', '=', id).where('attempts', '=', attempts).execute()
}

type Progress = Partial<Pick<BulkRun, 'lookedAt' | 'changed' | 'passedOver' | 'putBack' | 'leftAlone'>> & {
  reachedId: number
  until: Instant
}

/** Writes down how far a run has come; false when somebody else has taken it. */
export async function keepBulkProgress(tx: Db, { id, state, attempts }: BulkRun, progress: Progress): Promise<boolean> {
  const { reachedId, until, lookedAt = 0, changed = 0, passedOver = 0, putBack = 0, leftAlone = 0 } = progress
  const { rows } = await sql<{ id: number }>`
    update bulk_runs set reached_id = ${reachedId}, lease_until = ${until}, looked_at = looked_at + ${lookedAt}, changed = changed + ${changed},
      passed_over = passed_over + ${passedOver}, put_back = put_back + ${putBack}, left_alone = left_alone + ${leftAlone}
    where id = ${id} and attempts = ${attempts} and state = ${state} returning id`.execute(tx)
  return rows.length > 0
}

type Move = { id: number; from: BulkRun['state']; to: BulkRun['state'] }

export async function moveBulkRun(
  tx: Db,
  { id, from, to }: Move,
  more: Partial<Pick<Row<'bulk_runs'>, 'finished_at' | 'undone_at' | 'reached_id'>>,
): Promise<boolean> {
  const moved = tx
    .updateTable('bulk_runs')
    .set({ state: to, lease_until: null, ...more })
    .where('id', '=', id)
    .where('state', '=', from)
  return (await moved.executeTakeFirst()).numUpdatedRows > 0n
}

/** What was changed for one reader, from what to what. */
export type BulkChange = { subscriberId: number; before: unknown; after: unknown }

export async function insertBulkChanges(tx: Db, runId: number, changes: BulkChange[]): Promise<void> {
  if (changes.length === 0) return
  const rows = changes.map(({ subscriberId, before, after }) => ({
    ...{ run_id: runId, subscriber_id: subscriberId, before: JSON.stringify(before), after: JSON.stringify(after) },
  }))
  await tx.insertInto('bulk_changes').values(rows).execute()
}

/** The next changes of a run behind a reader. */
export async function listBulkChanges(
  db: Db,
  { runId, after, limit }: { runId: number; after: number; limit: number },
): Promise<BulkChange[]> {
  const kept = db.selectFrom('bulk_changes').selectAll().where('run_id', '=', runId).where('subscriber_id', '>', after)
  const rows = await kept.orderBy('subscriber_id').limit(limit).execute()
  return rows.map((row) => ({
    subscriberId: row.subscriber_id,
    before: JSON.parse(row.before) as unknown,
    after: JSON.parse(row.after) as unknown,
  }))
}
