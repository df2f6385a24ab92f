import { BREAKER_WINDOW } from '../domain/breaker.ts'
import { domainGroupOf } from '../domain/domain-group.ts'
import type { Instant } from '../domain/instant.ts'
import { countHeld, decideBreaker, findBreaker, takeHeld, type HeldSuppression } from '../store/breakers.ts'
import { writeDeed, type Actor } from '../store/audit.ts'
import type { Db, Store } from '../store/dialect.ts'
import { forgetDead } from '../store/reputation.ts'
import { dropSoftFailures } from '../store/soft-failures.ts'
import { logSuppressions } from '../store/suppression-log.ts'
import { suppressAll } from '../store/suppressions.ts'
import type { Publication } from './publication.ts'

/** What a person decides about the addresses of a domain, or of the receiver behind it, that are held back. */
export type Decision = { domain: string; decision: 'apply' | 'drop'; by: string }

export type DecidedHeld = { ok: true; receiver: string; addresses: number } | { ok: false; reason: 'never-held' }

type Tools = { store: Store; publication: Pick<Publication, 'hashAddress'> }

const CHUNK = 1000

/** Applies them all: they are dead. Or drops them all: the receiver was broken, and nothing that it said counts. */
export async function decideHeld(
  { store, publication }: Tools,
  { domain, decision, by }: Decision,
  now: Instant,
  actor?: Actor,
): Promise<DecidedHeld> {
  const receiver = domainGroupOf(`@${domain.toLowerCase().replace(/^@/, '')}`)
  if (!(await findBreaker(store.db, receiver))) return { ok: false, reason: 'never-held' }
  // First, so that what comes in meanwhile meets the decision.
  await store.db.transaction().execute(async (tx) => {
    if (decision === 'drop') await forgetDead(tx, receiver, now - BREAKER_WINDOW)
    await decideBreaker(tx, receiver, { decision, at: now })
    if (actor)
      await writeDeed(
        tx,
        actor,
        { action: `held.${decision}`, subject: `receiver:${receiver}`, after: { addresses: await countHeld(tx, receiver) } },
        now,
      )
  })
  let addresses = 0
  for (let taken = -1; taken !== 0; addresses += taken) {
    taken = await store.db.transaction().execute(async (tx) => {
      const held = await takeHeld(tx, receiver, CHUNK)
      if (held.length > 0) await (decision === 'apply' ? apply : drop)(tx, publication, { held, by, now })
      return held.length
    })
  }
  return { ok: true, receiver, addresses }
}

type Taken = { held: HeldSuppression[]; by: string; now: Instant }

async function apply(tx: Db, { hashAddress }: Tools['publication'], { held, by, now }: Taken): Promise<void> {
  await suppressAll(
    tx,
    held.map(({ canonical, note }) => ({ canonical, hash: hashAddress(canonical)[0], reason: 'hard', note, by, at: now })),
  )
}

async function drop(tx: Db, { hashAddress }: Tools['publication'], { held, by, now }: Taken): Promise<void> {
  await dropSoftFailures(
    tx,
    held.flatMap(({ deliveryId }) => deliveryId ?? []),
  )
  await logSuppressions(
    tx,
    held.map(({ canonical, note }) => ({
      ...{ what: 'dropped', canonical, hash: hashAddress(canonical)[0], reason: 'hard', note, by, at: now },
    })),
  )
}
