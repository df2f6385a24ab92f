import type { Instant } from '../domain/instant.ts'
import { openReportWorkers } from '../mail/reports/report-workers.ts'
import { readReportSafely } from '../mail/reports/read-report-safely.ts'
import { writeDeed, type Actor } from '../store/audit.ts'
import type { Store } from '../store/dialect.ts'
import { findDeliveryState } from '../store/ended-deliveries.ts'
import { findUnmatchedReport } from '../store/listings/unmatched-reports.ts'
import { deleteUnmatched } from '../store/unmatched-reports.ts'
import { hearReport } from './hear-report.ts'
import type { NewsTools } from './report-tools.ts'

export type Assigned = { ok: true; verdict: string } | { ok: false; reason: 'no-such-report' | 'no-such-delivery' | 'unreadable' }

/** Lets a report that was nobody's count for the delivery that a person says it is about. */
export async function assignReport(
  tools: NewsTools,
  { reportId, deliveryId }: { reportId: number; deliveryId: number },
  by: Actor,
  now: Instant,
): Promise<Assigned> {
  const { db } = tools.store
  const kept = await findUnmatchedReport(db, reportId)
  if (!kept) return { ok: false, reason: 'no-such-report' }
  if ((await findDeliveryState(db, deliveryId)) === undefined) return { ok: false, reason: 'no-such-delivery' }
  await using workers = openReportWorkers()
  const reading = await readReportSafely(kept.raw, { workers })
  if (!reading.ok) return { ok: false, reason: 'unreadable' }
  const about = { kind: 'delivery' as const, deliveryId }
  const { verdict } = await hearReport(tools, { about, report: reading.report, via: kept.via, provider: kept.provider }, now)
  await forget(tools.store, { ids: [reportId], action: 'report.assign', after: { deliveryId, verdict } }, by, now)
  return { ok: true, verdict }
}

/** Throws reports away that are nobody's: one, or all that came up to one. Says how many. */
export async function dropReports(store: Store, which: { id: number } | { through: number }, by: Actor, now: Instant): Promise<number> {
  return forget(store, { ...('id' in which ? { ids: [which.id] } : which), action: 'report.drop' }, by, now)
}

type Forgotten = ({ ids: number[] } | { through: number }) & { action: string; after?: object }

async function forget(store: Store, { action, after, ...which }: Forgotten, by: Actor, now: Instant): Promise<number> {
  return store.db.transaction().execute(async (tx) => {
    const dropped = await deleteUnmatched(tx, which)
    const subject = 'ids' in which ? `report:${which.ids.join(',')}` : `reports up to ${which.through}`
    if (dropped > 0) await writeDeed(tx, by, { action, subject, after: { ...after, reports: dropped } }, now)
    return dropped
  })
}
