import { sql } from 'kysely'
import { addressIssue } from '../../src/flow/address-issue.ts'
import { startPostgres } from '../support/postgres.ts'
import type { Result } from './figure.ts'
import { openBench, type Bench } from './open-bench.ts'
import type { Options } from './options.ts'
import { numberText } from './print-table.ts'
import { profiled } from './profiled.ts'
import { copyRaw } from './raw-copy.ts'
import { alternate } from './rounds.ts'
import { timeTransactions } from './time-transactions.ts'

const READERS = 1_000_000
const BRIEFINGS = 100
const LONGEST_LOCK = 100

/** Queueing an issue for a million readers, on both databases, and for a hundredth of them. */
export async function addressing(options: Options): Promise<Result[]> {
  await using postgres = await startPostgres()
  return [...(await addressingOn('SQLite', undefined, options)), ...(await addressingOn('PostgreSQL', postgres.createDatabase, options))]
}

async function addressingOn(name: string, newDatabase: (() => Promise<string>) | undefined, options: Options): Promise<Result[]> {
  const readers = Math.min(READERS, options.readers)
  const fewer = Math.ceil(readers / 100)
  const openWith = async (count: number): Promise<Bench> =>
    openBench({ readers: count, briefings: BRIEFINGS, port: 25, ...(newDatabase && { databaseUrl: await newDatabase() }) })
  await using many = await openWith(readers)
  await using few = await openWith(fewer)
  const times = timeTransactions(many.app.store.db)
  let longest = 0
  const found = await alternate(
    {
      many: async () => {
        times.longest()
        const seconds = await address(many, readers)
        longest = Math.max(longest, times.longest())
        return seconds
      },
      raw: () => copyRaw(many.app.store),
      few: () => address(few, fewer),
    },
    options.rounds,
  )
  if (options.isProfiled) await profiled(`addressing-${name}`, () => address(many, readers))
  return [
    {
      what: `addressing / raw INSERT … SELECT, ${name}`,
      value: found.many / found.raw,
      goal: { atMost: 1.5 },
      detail: `${numberText(found.many)} s against ${numberText(found.raw)} s for ${readers} readers`,
    },
    {
      what: `longest write lock, ${name}`,
      ...{ value: longest, unit: 'ms' },
      goal: { atMost: LONGEST_LOCK },
      detail: 'the longest transaction of all rounds',
    },
    {
      what: `addressing a reader, many / few, ${name}`,
      value: found.many / readers / (found.few / fewer),
      goal: { atMost: 1.3 },
      detail: `${numberText((found.many / readers) * 1_000_000)} µs at ${readers} readers against ${numberText((found.few / fewer) * 1_000_000)} µs at ${fewer}`,
    },
  ]
}

/** Addresses the issue anew; gives seconds. */
async function address({ app: { store, clock }, issue, forgetDeliveries }: Bench, readers: number): Promise<number> {
  await forgetDeliveries()
  await sql`update issues set state = 'approved', addressed_through = 0, addressed_at = null`.execute(store.db)
  await sql`delete from issue_tallies`.execute(store.db)
  const startedAt = performance.now()
  const queued = await addressIssue(store, issue, { now: clock() })
  // With a hundred stories on two hundred topics, hardly anybody has none.
  if (queued < readers * 0.9) throw new Error(`Of ${readers} readers only ${queued} have a delivery`)
  return (performance.now() - startedAt) / 1000
}
