import { findRecipients } from './find-recipients.ts'
import { judgeTexts, quotedReplies } from './judge-text.ts'
import { stageOf } from './plain-reply.ts'
import { delayed, delivered, refused } from './recipient-report.ts'
import type { RecipientReport } from './report.ts'
import type { ReportParts } from './report-parts.ts'
import { readStatusFields, type RecipientFields } from './status-fields.ts'

/** More recipients than that no mail of ours has: each goes to one (VERP). */
const MOST_RECIPIENTS = 200

/** Reads the machine's own account (RFC 3464), also where it stands in the prose because a mail program took the report apart. */
export function readDeliveryStatus(parts: ReportParts): RecipientReport[] {
  const inProse = parts.statuses.length === 0 && /^\s{0,8}(?:final|original)-recipient\s*:/im.test(parts.said)
  const texts = inProse ? [parts.said] : parts.statuses
  const fields = texts.flatMap((text) => readStatusFields(text)).slice(0, MOST_RECIPIENTS)
  const prose = fields.length > 1 ? sectionsOf(parts) : new Map<string, string>()
  return fields.map((each) => recipientFrom(each, fields.length > 1 ? (prose.get(each.address?.toLowerCase() ?? '') ?? '') : parts.said))
}

const sectionsOf = (parts: ReportParts): Map<string, string> =>
  new Map(findRecipients(parts).map(({ address, section }) => [address.toLowerCase(), section]))

function recipientFrom(fields: RecipientFields, prose: string): RecipientReport {
  const { address, action, status, diagnostic } = fields
  // RFC 3464 §2.3.3. `deliverable` is Sendmail's and Postfix's answer to a question (-bv), not to a mail.
  if (/^(?:delivered|relayed|expanded|deliverable)$/.test(action)) return delivered(address, action, diagnostic, status)
  if (action === '' && status.startsWith('2')) return delivered(address, 'delivered', diagnostic, status)
  const verdict = judgeTexts([diagnostic, ...quotedReplies(prose), prose], { status, stage: stageOf(prose) })
  return action === 'delayed' ? delayed(address, verdict, diagnostic) : refused(address, verdict, diagnostic === '' ? prose : diagnostic)
}
