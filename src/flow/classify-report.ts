import { readReport } from '../mail/reports/read-report.ts'
import { reportJson, type ReportLine } from '../mail/reports/report-json.ts'

/** What a delivery report says, by recipient. Nothing is stored. */
export async function classifyReport(file: string, raw: Uint8Array): Promise<ReportLine> {
  return reportJson(file, await readReport(raw))
}
