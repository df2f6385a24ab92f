import { setImmediate } from 'node:timers/promises'
import { isUndoable, type BulkAction } from '../../domain/bulk-action.ts'
import type { Instant } from '../../domain/instant.ts'
import { filterText, type ReaderFilter } from '../../domain/reader-filter.ts'
import { writeDeed, type Actor } from '../../store/audit.ts'
import type { Store } from '../../store/dialect.ts'
import { countReaders } from '../../store/listings/found-readers.ts'
import { findBulkRun, insertBulkRun, moveBulkRun } from '../../store/lists/bulk-runs.ts'

/** Whom a bulk action is for: those chosen one by one, or all whom a filter finds. */
export type BulkTarget = { filter: ReaderFilter; subscriberIds: number[] | null }

type By = { actor: Actor; now: Instant }

const MOST_CHOSEN = 1000

/** How many readers it is for: counted to the end. */
export async function countTarget(store: Store, { filter, subscriberIds }: BulkTarget, now: Instant): Promise<number> {
  if (subscriberIds) return subscriberIds.length
  let count = 0
  for (let below = Number.MAX_SAFE_INTEGER; below > 0;) {
    const found = await countReaders(store, filter, { now, below })
    count += found.count
    below = found.lookedTo
    // Counting a million takes seconds, and others want something meanwhile.
    await setImmediate()
  }
  return count
}

export type BulkBegun = { ok: true; id: number } | { ok: false; reason: 'nobody' | 'too-many-chosen' | 'no-reason' | 'not-in-the-future' }

/** Sets an action going; it is worked off in pieces by whoever comes first (work-off-bulk.ts). */
export async function beginBulk(
  store: Store,
  { target, action }: { target: BulkTarget; action: BulkAction },
  { actor, now }: By,
): Promise<BulkBegun> {
  if ((target.subscriberIds?.length ?? 0) > MOST_CHOSEN) return { ok: false, reason: 'too-many-chosen' }
  if (action.kind === 'suppress' && action.note.trim() === '') return { ok: false, reason: 'no-reason' }
  if (action.kind === 'pause' && action.until <= now) return { ok: false, reason: 'not-in-the-future' }
  const expected = await countTarget(store, target, now)
  if (expected === 0) return { ok: false, reason: 'nobody' }
  const id = await store.db.transaction().execute(async (tx) => {
    const run = await insertBulkRun(
      tx,
      { action, filter: filterText(target.filter), subscriberIds: target.subscriberIds, expected, actor },
      now,
    )
    await writeDeed(tx, actor, { action: `bulk.${action.kind}`, subject: `bulk:${run}`, after: { action, expected } }, now)
    return run
  })
  store.dialect.bell.ring()
  return { ok: true, id }
}

/** Lets everything be put back that an action has changed and that nobody has changed since. */
export async function undoBulk(store: Store, id: number, { actor, now }: By): Promise<boolean> {
  const run = await findBulkRun(store.db, id)
  if (!run || !isUndoable(run.action)) return false
  const moved = await store.db.transaction().execute(async (tx) => {
    if (!(await moveBulkRun(tx, { id, from: 'done', to: 'undoing' }, { reached_id: 0, undone_at: now }))) return false
    await writeDeed(tx, actor, { action: 'bulk.undo', subject: `bulk:${id}` }, now)
    return true
  })
  if (moved) store.dialect.bell.ring()
  return moved
}
