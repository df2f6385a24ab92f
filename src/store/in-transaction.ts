import type { Db } from './dialect.ts'

/** Runs all of it in one transaction: the one under way, where there is one, else one of its own. */
export const inTransaction = <Given>(db: Db, work: (tx: Db) => Promise<Given>): Promise<Given> =>
  db.isTransaction ? work(db) : db.transaction().execute(work)
