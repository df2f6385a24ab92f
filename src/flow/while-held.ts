import type { Store } from '../store/dialect.ts'
import { holdRow, type Holdable } from '../store/hold-row.ts'

/** Does all of it in one transaction in which nobody else changes that row: what is read of it first is still so when it is written. */
export const whileHeld = <Given>(store: Store, row: Holdable, work: (inside: Store) => Promise<Given>): Promise<Given> =>
  store.db.transaction().execute(async (tx) => {
    await holdRow(tx, row)
    return work({ ...store, db: tx })
  })
