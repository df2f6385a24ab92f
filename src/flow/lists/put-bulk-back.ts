import { isDeepStrictEqual } from 'node:util'
import { listHoldingsOf } from '../../store/holdings.ts'
import { keepBulkProgress, listBulkChanges, type BulkChange, type BulkRun } from '../../store/lists/bulk-runs.ts'
import { listAddresses, listUnsuppressed } from '../../store/lists/unsuppressed.ts'
import { liftSuppression } from '../../store/suppressions.ts'
import { AT_ONCE, choiceOf, LEASE, Lost, putChoices, type Held, type Step } from './bulk-step.ts'
import type { WorkTools } from './work-off-import.ts'

/** Puts a piece of what a bulk action has changed back as it was. */
export const putBulkBack: Step = async (tools, run, after) => {
  const changes = await listBulkChanges(tools.store.db, { runId: run.id, after, limit: AT_ONCE })
  const last = changes.at(-1)
  if (!last) return undefined
  await tools.store.db.transaction().execute(async (tx) => {
    const store = { ...tools.store, db: tx }
    const putBack =
      run.action.kind === 'suppress' ? await lift({ ...tools, store }, run, changes) : await putBackChoices({ ...tools, store }, changes)
    const counts = { putBack, leftAlone: changes.length - putBack }
    if (!(await keepBulkProgress(tx, run, { ...counts, reachedId: last.subscriberId, until: tools.clock() + LEASE }))) throw new Lost()
  })
  return last.subscriberId
}

async function lift({ store, publication, clock }: WorkTools, run: BulkRun, changes: BulkChange[]): Promise<number> {
  let lifted = 0
  const who = await listAddresses(
    store.db,
    changes.map(({ subscriberId }) => subscriberId),
    { reason: 'manual', by: run.actor.name, since: run.createdAt },
  )
  for (const { canonical } of who) {
    const undone = {
      canonical,
      hashes: publication.hashAddress(canonical),
      reasons: ['manual'] as const,
      note: `bulk ${run.id} taken back`,
      by: run.actor.name,
    }
    if (await liftSuppression(store.db, undone, clock())) lifted++
  }
  return lifted
}

/** Only where everything is as the action left it; and nobody comes back to mails that we do not send any more. */
async function putBackChoices({ store, clock }: WorkTools, changes: BulkChange[]): Promise<number> {
  const ids = changes.map(({ subscriberId }) => subscriberId)
  const reachable = new Set((await listUnsuppressed(store.db, ids)).map(({ id }) => id))
  const now = Map.groupBy(await listHoldingsOf(store.db, ids), ({ subscriberId }) => subscriberId)
  const untouched = changes.filter(({ subscriberId, after }) => {
    const own = now.get(subscriberId) ?? []
    return (
      reachable.has(subscriberId) &&
      (after as Held[]).every((one) => own.some((held) => isDeepStrictEqual(plain(choiceOf(held)), plain(one))))
    )
  })
  const puts = untouched.flatMap(({ subscriberId, before }) =>
    (before as Held[]).map((one) => ({ ...withoutOver(one, clock()), subscriberId })),
  )
  await putChoices(store, { subscriberIds: untouched.map(({ subscriberId }) => subscriberId), puts, now: clock() })
  return untouched.length
}

const plain = (choice: Held): unknown => JSON.parse(JSON.stringify(choice))

/** A pause that is over by now is none. */
const withoutOver = (one: Held, now: number): Held => ({ ...one, pause: one.pause && one.pause.until > now ? one.pause : null })
