import { sql } from 'kysely'
import { addressIssue } from '../../src/flow/address-issue.ts'
import type { Db } from '../../src/store/dialect.ts'
import { deliverAll } from './deliver-all.ts'
import type { Result } from './figure.ts'
import { memoryTransport } from './memory-transport.ts'
import { openBench } from './open-bench.ts'
import type { Options } from './options.ts'

const READERS = 20_000

/** What a reader with eight topics and one delivery takes in SQLite: everything there is, less what is there with one reader. */
export async function room({ readers: most }: Options): Promise<Result[]> {
  const readers = Math.min(READERS, most)
  await using one = await openBench({ readers: 1, briefings: 100, port: 25 })
  await using bench = await openBench({ readers, briefings: 100, port: 25 })
  const { app, issue } = bench
  const deliveries = await addressIssue(app.store, issue, { now: app.clock() })
  await deliverAll(app, memoryTransport())
  const [base, all, log] = [await bytesOf(one.app.store.db), await bytesOf(app.store.db), await bytesOf(app.store.db, 'attempts')]
  return [
    {
      what: 'database bytes a reader',
      value: (all - log - base) / (readers - 1),
      goal: { atMost: 350 },
      detail: `${readers} readers of 8 topics, ${deliveries} deliveries, all accepted`,
    },
    {
      what: 'and for the record of its conversation',
      value: log / deliveries,
      detail: 'what the mail server said of each mail, and when',
    },
  ]
}

/** Of the whole database, or of one table. */
async function bytesOf(db: Db, table?: string): Promise<number> {
  const { rows } = await sql<{ bytes: number }>`
    select sum(pgsize) as bytes from dbstat${table === undefined ? sql`` : sql` where name = ${table}`}`.execute(db)
  return rows[0]?.bytes ?? 0
}
