import type { Instant } from '../domain/instant.ts'
import type { Db } from '../store/dialect.ts'
import type { ReadArrival } from './read-arrivals.ts'
import type { ReportTaken } from './report-taken.ts'
import type { ReportTools } from './report-tools.ts'
import { takeReport } from './take-report.ts'

/**
 * Takes several reports, and writes down `and` what is to be known with them, all in one transaction: either all of it counts, or they are
 * taken again. They were read beforehand, so that the database waits for nobody.
 */
export async function takeReports(
  tools: ReportTools,
  arrivals: ReadArrival[],
  { now, and }: { now: Instant; and: (tx: Db, taken: ReportTaken[]) => Promise<void> },
): Promise<ReportTaken[]> {
  const readings = new Map(arrivals.map(({ raw, reading }) => [raw, reading]))
  const workers = { ...tools.workers, read: async (raw: Uint8Array) => readings.get(raw) ?? ({ ok: false, reason: 'unreadable' } as const) }
  return tools.store.db.transaction().execute(async (tx) => {
    const taken: ReportTaken[] = []
    const inside = { ...tools, workers, store: { ...tools.store, db: tx } }
    for (const { raw, to, via } of arrivals) taken.push(await takeReport(inside, raw, { to, via }, now))
    await and(tx, taken)
    return taken
  })
}
