import { saying, type Saying } from '../domain/saying.ts'
import { addressFault } from '../domain/address-fault.ts'
import { checkAddress } from '../domain/address.ts'
import { cleanText } from '../domain/clean-text.ts'
import type { Instant } from '../domain/instant.ts'
import { SUPPRESSION_REASONS, type SuppressionReason } from '../domain/suppression.ts'
import { writeDeed, type Actor } from '../store/audit.ts'
import type { Store } from '../store/dialect.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { clearSoftFailures } from '../store/soft-failures.ts'
import { liftSuppression, suppressAll } from '../store/suppressions.ts'
import type { Publication } from './publication.ts'

/** Whose decision about which address, and why. */
export type ByHand = { address: string; note: string; by: string }

export type Decided = { ok: true; canonical: string; reason: SuppressionReason; isNew: boolean } | { ok: false; message: Saying }

type Tools = { store: Store; publication: Pick<Publication, 'hashAddress'> }

/** Writes to an address no more, because a person says so. */
export async function suppressByHand({ store, publication }: Tools, who: ByHand, now: Instant, actor?: Actor): Promise<Decided> {
  const checked = checkByHand(who)
  if (!checked.ok) return checked
  const { canonical, note, by } = checked
  const suppressed = { canonical, hash: publication.hashAddress(canonical)[0], reason: 'manual' as const, note, by, at: now }
  const news = await inTransaction(store.db, async (tx) => {
    if (actor) await writeDeed(tx, actor, { action: 'suppression.add', subject: canonical, after: { note } }, now)
    return suppressAll(tx, [suppressed])
  })
  return { ok: true, canonical, reason: 'manual', isNew: news.has(canonical) }
}

/** Writes to an address again, whatever the reason was; also to one that was erased, which only its hash still knows. */
export async function liftByHand({ store, publication }: Tools, who: ByHand, now: Instant, actor?: Actor): Promise<Decided> {
  const checked = checkByHand(who)
  if (!checked.ok) return checked
  const { canonical, note, by } = checked
  const reason = await inTransaction(store.db, async (tx) => {
    await clearSoftFailures(tx, [canonical])
    if (actor) await writeDeed(tx, actor, { action: 'suppression.lift', subject: canonical, after: { note } }, now)
    return liftSuppression(tx, { canonical, hashes: publication.hashAddress(canonical), reasons: SUPPRESSION_REASONS, note, by }, now)
  })
  if (!reason) return { ok: false, message: saying('refusals.not-suppressed', { address: canonical }) }
  return { ok: true, canonical, reason, isNew: true }
}

type Checked = { ok: true; canonical: string; note: string; by: string } | { ok: false; message: Saying }

function checkByHand({ address, note: why, by: who }: ByHand): Checked {
  const checked = checkAddress(address)
  if (!checked.ok)
    return { ok: false, message: saying('refusals.is-no-address', { address: JSON.stringify(address), why: addressFault(checked.reason) }) }
  const [note, by] = [cleanText(why), cleanText(who)]
  if (note === '' || by === '') return { ok: false, message: saying('refusals.say-why') }
  return { ok: true, canonical: checked.canonical, note: note.slice(0, 1000), by: by.slice(0, 100) }
}
