import type { Instant } from '../../domain/instant.ts'
import { writeDeed, type Actor, type Deed } from '../../store/audit.ts'
import type { Store } from '../../store/dialect.ts'
import { inTransaction } from '../../store/in-transaction.ts'
import type { Publication } from '../publication.ts'

export type ListTools = { store: Store; publication: Publication }

/** Does something and writes down who did it, in one transaction; an answer that is not ok leaves no line in the log. */
export function asDeed<Answer extends { ok: boolean }>(
  { store, publication }: ListTools,
  { actor, now, ...deed }: Deed & { actor: Actor; now: Instant },
  work: (tools: ListTools) => Promise<Answer>,
): Promise<Answer> {
  return inTransaction(store.db, async (tx) => {
    const answer = await work({ store: { ...store, db: tx }, publication })
    if (answer.ok) await writeDeed(tx, actor, deed, now)
    return answer
  })
}
