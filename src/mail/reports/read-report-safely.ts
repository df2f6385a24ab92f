import type { Reading } from './report-thread.ts'
import type { ReportWorkers } from './report-workers.ts'

export type ReadingLimits = { workers: ReportWorkers; timeoutMs?: number; maxBytes?: number }

/**
 * Reads a report from a stranger: in a thread with its own memory limit, at most 1 MB and 2 s unless told otherwise (MAIL.md H1). Never
 * throws for what is in the report; the caller keeps `workers` and disposes of them at the end.
 */
export async function readReportSafely(raw: Uint8Array, limits: ReadingLimits): Promise<Reading> {
  const { workers, timeoutMs = 2_000, maxBytes = 1_000_000 } = limits
  return raw.length > maxBytes ? { ok: false, reason: 'too-large' } : workers.read(raw, timeoutMs)
}
