import { fieldsOf, listOf, textOf, type Fields } from './json-fields.ts'
import { judgeTexts } from './judge-text.ts'
import { delivered, plainNews, refused } from './recipient-report.ts'
import type { RecipientReport } from './report.ts'
import type { ReportParts } from './report-parts.ts'

/** Amazon's own words for why, which it gives even where the other server's are missing. */
const SUBTYPES: Record<string, string> = {
  NoEmail: 'no such user',
  Suppressed: 'suppression list',
  OnAccountSuppressionList: 'suppression list',
  MailboxFull: 'mailbox full',
  MessageTooLarge: 'message too large',
  ContentRejected: 'content rejected',
  AttachmentRejected: 'attachment not allowed',
}

/** Amazon SNS also sends the notifications of Amazon SES as mails: JSON, broken into lines anywhere. */
export function readSesMail(parts: ReportParts): RecipientReport[] {
  if (!/"(?:notification|event)Type|\\"(?:notification|event)Type/.test(parts.said)) return []
  const outer = parseJson(parts.said.slice(parts.said.indexOf('{'), parts.said.lastIndexOf('}') + 1))
  const message = textOf(outer, 'Message')
  return readSesNotification(message === '' ? outer : parseJson(message)).slice(0, 200)
}

/** Reads one notification, as Amazon's developer guide describes it under "Notification contents"; anything else has no recipients. */
export function readSesNotification(notification: unknown): RecipientReport[] {
  const [bounce, complaint, delivery] = ['bounce', 'complaint', 'delivery'].map((name) => fieldsOf(notification, name))
  if (complaint) return listOf(complaint, 'complainedRecipients').map((each) => complained(complaint, each))
  if (delivery) return listOf(delivery, 'recipients').map((each) => delivered(String(each), 'delivered', textOf(delivery, 'smtpResponse')))
  return bounce ? listOf(bounce, 'bouncedRecipients').map((each) => bounced(bounce, each)) : []
}

function complained(complaint: Fields, recipient: unknown): RecipientReport {
  const type = textOf(complaint, 'complaintFeedbackType') || 'abuse'
  return plainNews(textOf(recipient, 'emailAddress') || null, type === 'not-spam' ? 'delivered' : 'complaint', type, 'ses complaint')
}

function bounced(bounce: Fields, recipient: unknown): RecipientReport {
  const said = textOf(recipient, 'diagnosticCode')
  const why = SUBTYPES[textOf(bounce, 'bounceSubType')] ?? ''
  const verdict = judgeTexts(why === 'suppression list' ? [why] : [said, why], { status: textOf(recipient, 'status') })
  return refused(textOf(recipient, 'emailAddress') || null, verdict, said || why)
}

function parseJson(text: string): unknown {
  for (const each of [text, text.replace(/\n ?/g, ''), text.replace(/\n/g, '')]) {
    try {
      return JSON.parse(each)
    } catch {
      continue
    }
  }
  return null
}
