import type { Instant } from '../../domain/instant.ts'
import { writeDeed, type Actor, type Deed } from '../../store/audit.ts'
import type { Store } from '../../store/dialect.ts'

/** Writes down what somebody has just done by a verb that goes through many transactions, or that the clock uses as well. */
export const noteDeed = ({ db }: Store, actor: Actor, deed: Deed, now: Instant): Promise<void> =>
  db.transaction().execute((tx) => writeDeed(tx, actor, deed, now))
