import { sql } from 'kysely'
import { DAY, type Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'
import type { NewRow } from './tables.ts'

// A flood must not fill the disk: of every day the first of them are kept, each as far as its own words go. Three weeks of floods take 130 MB.
const MOST_A_DAY = 200
const MOST_BYTES = 32_000

/** Counts what became of a report; says how many of the kind there were on that day. */
export async function tallyReport(tx: Db, verdict: string, at: Instant): Promise<number> {
  const { reports } = await tx
    .insertInto('report_tallies')
    .values({ day: at - (at % DAY), verdict, reports: 1 })
    .onConflict((conflict) => conflict.columns(['day', 'verdict']).doUpdateSet({ reports: sql`report_tallies.reports + 1` }))
    .returning('reports')
    .executeTakeFirstOrThrow()
  return reports
}

/** Deletes those that are named, or all up to one; says how many. */
export async function deleteUnmatched(tx: Db, which: { ids: number[] } | { through: number }): Promise<number> {
  const all = tx.deleteFrom('unmatched_reports')
  const some = 'ids' in which ? all.where('id', 'in', which.ids) : all.where('id', '<=', which.through)
  return Number((await some.executeTakeFirst()).numDeletedRows)
}

/** Counts a report that is nobody's, and keeps the start of it for a person to look at, unless there were too many that day. */
export async function keepUnmatched(tx: Db, report: Omit<NewRow<'unmatched_reports'>, 'id' | 'bytes'>): Promise<void> {
  if ((await tallyReport(tx, 'unmatched', report.received_at)) > MOST_A_DAY) return
  const raw = report.raw.subarray(0, MOST_BYTES)
  await tx
    .insertInto('unmatched_reports')
    .values({ ...report, bytes: report.raw.length, raw })
    .execute()
}
