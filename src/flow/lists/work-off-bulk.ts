import { setImmediate } from 'node:timers/promises'
import { actOn, type BulkAction, type Offers } from '../../domain/bulk-action.ts'
import { readFilter } from '../../domain/reader-filter.ts'
import type { Db } from '../../store/dialect.ts'
import { listDigests } from '../../store/digests.ts'
import { listHoldingsOf } from '../../store/holdings.ts'
import { listOfferedTopics } from '../../store/listings/reader-subscriptions.ts'
import {
  claimBulkRun,
  insertBulkChanges,
  keepBulkProgress,
  moveBulkRun,
  releaseBulkRun,
  type BulkChange,
  type BulkRun,
} from '../../store/lists/bulk-runs.ts'
import { listMatchingIds } from '../../store/lists/matching-ids.ts'
import { listUnsuppressed } from '../../store/lists/unsuppressed.ts'
import { suppressAll } from '../../store/suppressions.ts'
import { eraseReader } from '../erase-reader.ts'
import { AT_ONCE, choiceOf, LEASE, Lost, putChoices, type Step } from './bulk-step.ts'
import { putBulkBack } from './put-bulk-back.ts'
import type { WorkTools } from './work-off-import.ts'

/** Everything about somebody to be erased is looked for everywhere, so they go one after the other. */
const ERASED_AT_ONCE = 1

/**
 * Works on the next bulk action that waits, or on its undoing; says whether there was one. Every piece is one transaction with what was changed
 * and how far it came, so a crash loses nothing and doubles nothing.
 */
export async function workOffBulk(tools: WorkTools, signal: AbortSignal): Promise<boolean> {
  const { store, clock } = tools
  const run = await claimBulkRun(store.db, { now: clock(), until: clock() + LEASE })
  if (!run) return false
  const step = run.state === 'running' ? await forward(tools, run) : putBulkBack
  try {
    for (let after: number | undefined = run.reachedId; after !== undefined; after = await step(tools, run, after)) {
      if (signal.aborted) {
        await releaseBulkRun(store.db, run)
        return true
      }
      await setImmediate()
    }
  } catch (error) {
    if (!(error instanceof Lost)) throw error
    return true
  }
  const to = run.state === 'running' ? 'done' : 'undone'
  await moveBulkRun(store.db, { id: run.id, from: run.state, to }, run.state === 'running' ? { finished_at: clock() } : {})
  return true
}

async function forward({ store }: WorkTools, run: BulkRun): Promise<Step> {
  const offers = await offersOf(store.db)
  const filter = readFilter(Object.fromEntries(new URLSearchParams(run.filter)))
  const limit = run.action.kind === 'erase' ? ERASED_AT_ONCE : AT_ONCE
  return async (tools, { subscriberIds, throughId }, after) => {
    if (after >= throughId) return undefined
    const chosen = subscriberIds
      ?.filter((id) => id > after)
      .sort((one, other) => one - other)
      .slice(0, limit)
    const found = chosen
      ? { ids: chosen, lookedTo: chosen.length < limit ? throughId : (chosen.at(-1) ?? throughId) }
      : await listMatchingIds(tools.store, filter, { after, through: throughId, limit, now: tools.clock() })
    await doPiece(tools, run, { ...found, offers })
    return found.lookedTo
  }
}

async function doPiece(
  tools: WorkTools,
  run: BulkRun,
  { ids, lookedTo, offers }: { ids: number[]; lookedTo: number; offers: Offers },
): Promise<void> {
  await tools.store.db.transaction().execute(async (tx) => {
    const inside = { ...tools, store: { ...tools.store, db: tx } }
    const changes = ids.length === 0 ? [] : await changesOf(inside, run, { ids, offers })
    if (run.action.kind !== 'erase') await insertBulkChanges(tx, run.id, changes)
    const counts = { lookedAt: ids.length, changed: changes.length, passedOver: ids.length - changes.length }
    if (!(await keepBulkProgress(tx, run, { ...counts, reachedId: lookedTo, until: tools.clock() + LEASE }))) throw new Lost()
  })
}

type Piece = { ids: number[]; offers: Offers }

function changesOf(tools: WorkTools, { action, actor }: BulkRun, { ids, offers }: Piece): Promise<BulkChange[]> {
  switch (action.kind) {
    case 'suppress':
      return suppress(tools, ids, { note: action.note, by: actor.name })
    case 'erase':
      return erase(tools, ids)
    default:
      return choose(tools, { action, ids, offers })
  }
}

/** Those whom we write to now; who is suppressed already stays so for the reason that it has. */
async function suppress(
  { store, publication, clock }: WorkTools,
  ids: number[],
  { note, by }: { note: string; by: string },
): Promise<BulkChange[]> {
  const who = await listUnsuppressed(store.db, ids)
  const suppressed = who.map(({ canonical }) => ({
    canonical,
    hash: publication.hashAddress(canonical)[0],
    reason: 'manual' as const,
    note,
    by,
    at: clock(),
  }))
  await suppressAll(store.db, suppressed)
  return who.map(({ id }) => ({ subscriberId: id, before: null, after: { suppressed: true } }))
}

async function erase({ store, publication, clock }: WorkTools, ids: number[]): Promise<BulkChange[]> {
  for (const id of ids) await eraseReader(store, publication, id, clock())
  return ids.map((subscriberId) => ({ subscriberId, before: null, after: null }))
}

async function choose({ store, clock }: WorkTools, { action, ids, offers }: Piece & { action: BulkAction }): Promise<BulkChange[]> {
  const pairs = (await listHoldingsOf(store.db, ids)).flatMap((before) => {
    const after = actOn(action, choiceOf(before), offers)
    return after ? [{ before, after: { ...after, subscriberId: before.subscriberId } }] : []
  })
  const byReader = Map.groupBy(pairs, ({ before }) => before.subscriberId)
  await putChoices(store, { subscriberIds: [...byReader.keys()], puts: pairs.map(({ after }) => after), now: clock() })
  return [...byReader].map(([subscriberId, own]) => ({
    subscriberId,
    before: own.map(({ before }) => choiceOf(before)),
    after: own.map(({ after: { subscriberId: _, ...after } }) => after),
  }))
}

async function offersOf(db: Db): Promise<Offers> {
  const offers = new Map<number, Set<number>>()
  for (const { id } of await listDigests(db)) offers.set(id, new Set((await listOfferedTopics(db, id)).map((topic) => topic.id)))
  return offers
}
