/** What came back, and whom we do not write to. */
export type ReportsTables = {
  suppressions: { canonical: string; reason: string; note: string; created_at: number }
  soft_failures: { canonical: string; delivery_id: number; failed_at: number; heard: 'answer' | 'report' }
}
