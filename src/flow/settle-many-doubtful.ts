import type { Instant } from '../domain/instant.ts'
import { writeDeed, type Actor } from '../store/audit.ts'
import type { Store } from '../store/dialect.ts'
import { settleSomeDoubtful } from '../store/settle-doubtful.ts'
import { byHand } from './by-hand.ts'
import type { DoubtfulVerdict } from './settle-doubtful.ts'

/** Which of the doubtful deliveries: those named, or all, of one issue or of every one. */
export type WhichDoubtful = { ids: number[] } | { issueId: number | null }

// Few enough that senders never wait long for the write lock.
const CHUNK = 1000

/** Settles doubtful deliveries by a person's word; says how many; each part of many is written down with what it did. One that has been settled meanwhile is passed over. */
export async function settleManyDoubtful(
  store: Store,
  { which, verdict }: { which: WhichDoubtful; verdict: DoubtfulVerdict },
  by: Actor,
  now: Instant,
): Promise<number> {
  const reason = byHand(verdict === 'accepted' ? 'called accepted' : 'queued again', now)
  const subject =
    'ids' in which ? `delivery:${which.ids.slice(0, 20).join(',')}` : which.issueId === null ? 'deliveries' : `issue:${which.issueId}`
  const settleSome = (): Promise<number> =>
    store.db.transaction().execute(async (tx) => {
      const some = await settleSomeDoubtful(tx, { which, verdict, limit: CHUNK }, { at: now, reason })
      if (some > 0) await writeDeed(tx, by, { action: `delivery.${verdict}`, subject, after: { deliveries: some } }, now)
      return some
    })
  let settled = 0
  for (let more = CHUNK; more === CHUNK; settled += more) more = await settleSome()
  if (settled > 0 && verdict === 'again') store.dialect.bell.ring()
  return settled
}
