import { decodeBytes } from './decode-bytes.ts'
import { openReport, type ReportParts } from './report-parts.ts'
import type { RecipientReport, Report, ReportKind } from './report.ts'
import { readAutoReply } from './read-auto-reply.ts'
import { readComplaints } from './read-complaint.ts'
import { readDeliveryStatus } from './read-delivery-status.ts'
import { readProse } from './read-prose.ts'
import { readSesMail } from './read-ses-notification.ts'
import { splitMailbox } from './split-mailbox.ts'
import { tameRaw } from './tame-raw.ts'

// A gateway puts the report that it got into a mail of its own, that gateway's customer into another. Not deeper.
const DEEPEST = 2

// Machines before prose, and a person's automatic reply before prose too: "I am away; the user unknown to you …" is no bounce.
const READERS: [Exclude<ReportKind, 'ordinary'>, (parts: ReportParts) => RecipientReport[]][] = [
  ['complaint', readComplaints],
  ['bounce', readDeliveryStatus],
  ['bounce', readSesMail],
  ['autoreply', readAutoReply],
  ['bounce', readProse],
]

/**
 * Reads what came back: a delivery report, a complaint, an automatic reply, or an ordinary mail that changes nothing. Pure, and never throws
 * for any bytes, but slow ones exist: whoever reads mail of strangers takes `readReportSafely`.
 */
export async function readReport(raw: Uint8Array): Promise<Report> {
  const reports: Report[] = []
  for (const mail of splitMailbox(tameRaw(raw))) reports.push(await readMail(mail, 0))
  const [only] = reports
  if (reports.length === 1 && only) return only
  const recipients = reports.flatMap((report) => report.recipients)
  const kind = kindOf(reports.find((report) => report.kind !== 'ordinary')?.kind ?? 'ordinary', recipients)
  return { kind, recipients, marks: reports.flatMap(({ marks }) => marks) }
}

async function readMail(lines: Uint8Array, depth: number): Promise<Report> {
  const parts = await openReport(lines)
  for (const [kind, read] of READERS) {
    const recipients = read(parts)
    if (recipients.length > 0) return { kind: kindOf(kind, recipients), recipients, marks: marksIn(parts.returned) }
    if (read !== readDeliveryStatus) continue
    const inner = await readEnclosed(parts, depth)
    if (inner !== null) return inner
  }
  return { kind: 'ordinary', recipients: [], marks: [] }
}

const marksIn = (returned: string): string[] =>
  [...returned.matchAll(/^(?:return-path|x-original-return-path|list-unsubscribe|message-id)\s*:(.*(?:\n[ \t].*){0,8})$/gim)]
    .slice(0, 10)
    .map(([, value = '']) => value.trim().slice(0, 1_000))

async function readEnclosed(parts: ReportParts, depth: number): Promise<Report | null> {
  const report = parts.enclosed.find((mail) =>
    /^content-type:[^]{0,200}?report-type="?(?:delivery-status|feedback-report)/im.test(decodeBytes(mail.subarray(0, 16_000))),
  )
  return report === undefined || depth >= DEEPEST ? null : readMail(report, depth + 1)
}

function kindOf(kind: ReportKind, recipients: RecipientReport[]): ReportKind {
  const isAll = (name: RecipientReport['class']): boolean =>
    recipients.length > 0 && recipients.every((recipient) => recipient.class === name)
  if (isAll('delivered')) return 'delivered'
  return isAll('complaint') ? 'complaint' : kind
}
