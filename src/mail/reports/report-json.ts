import type { RecipientReport, Report, ReportKind } from './report.ts'

export type ReportLine = {
  file: string
  kind: ReportKind
  recipients: Pick<RecipientReport, 'address' | 'class' | 'reason' | 'status' | 'replyCode' | 'rule'>[]
}

/** What `report classify <file…> --json` prints for a file: one object on one line. */
export function reportJson(file: string, report: Report): ReportLine {
  const recipients = report.recipients.map(({ address, class: kind, reason, status, replyCode, rule }) => ({
    address,
    class: kind,
    reason,
    status,
    replyCode,
    rule,
  }))
  return { file, kind: report.kind, recipients }
}
