import { saying } from '../../../domain/saying.ts'
import { faultIf, type Check, type Fault } from '../check.ts'
import { isDigest, type LintContext } from '../lint-context.ts'
import { belongTogether } from '../message/domains.ts'
import { domainOf, readMailboxes } from '../message/mailbox.ts'
import { mailboxesOf, valueOf, type Message } from '../message/read-message.ts'

export const automaticMailChecks: Check[] = [
  { id: 'C6', level: 'should', look: feedbackIdFaults },
  { id: 'C7', level: 'should', look: (message, context) => (context.kind === 'confirmation' ? [] : automaticFaults(message, context)) },
  { id: 'C8', level: 'should', look: complaintAddressFaults },
  { id: 'F5', level: 'must', look: (message, context) => (context.kind === 'confirmation' ? answerFaults(message) : []) },
]

/** `a:b:c:SenderId` (Gmail's feedback loop); a, b and c may be empty. */
function feedbackIdFaults(message: Message, context: LintContext): Fault[] {
  const value = valueOf(message, 'Feedback-ID')
  if (value === undefined) return faultIf(isDigest(context), saying('lint.no-feedback-id'), 'Feedback-ID')
  const fields = value.split(':')
  const sender = fields[3] ?? ''
  return [
    ...faultIf(fields.length !== 4, saying('lint.feedback-id-fields', { count: fields.length }), 'Feedback-ID'),
    ...faultIf(fields.length === 4 && (sender.length < 5 || sender.length > 15), saying('lint.feedback-id-sender'), 'Feedback-ID'),
    ...faultIf(tellsReader(fields, message), saying('lint.feedback-id-tells'), 'Feedback-ID'),
  ]
}

function tellsReader(fields: string[], message: Message): boolean {
  const messageId = /^<([^@]*)@/.exec(valueOf(message, 'Message-ID') ?? '')?.[1]
  return fields.some((field) => field.includes('@') || (field !== '' && field === messageId))
}

function automaticFaults(message: Message, context: LintContext): Fault[] {
  const suppress = (valueOf(message, 'X-Auto-Response-Suppress') ?? '')
    .toLowerCase()
    .split(',')
    .map((word) => word.trim())
  const isSuppressed = suppress.includes('all') || (suppress.includes('oof') && suppress.includes('autoreply'))
  return [
    ...faultIf(valueOf(message, 'Auto-Submitted')?.toLowerCase() !== 'auto-generated', saying('lint.not-auto-generated'), 'Auto-Submitted'),
    ...faultIf(isDigest(context) && valueOf(message, 'Precedence')?.toLowerCase() !== 'bulk', saying('lint.not-bulk'), 'Precedence'),
    ...faultIf(!isSuppressed, saying('lint.answers-not-suppressed'), 'X-Auto-Response-Suppress'),
  ]
}

/** `fbl@our-domain; report=arf` (RFC 9477); wanted once there is a place that takes reports. */
function complaintAddressFaults(message: Message, context: LintContext): Fault[] {
  const value = valueOf(message, 'CFBL-Address')
  if (value === undefined)
    return faultIf(isDigest(context) && context.bounceDomain !== undefined, saying('lint.no-complaint-address'), 'CFBL-Address')
  const [written = '', report = ''] = value.split(';').map((piece) => piece.trim())
  const address = readMailboxes(written).mailboxes[0]?.address ?? ''
  const ours = domainOf(mailboxesOf(message, 'From')[0]?.address ?? '')
  return [
    ...faultIf(!address.includes('@') || report.toLowerCase() !== 'report=arf', saying('lint.complaint-address-form'), 'CFBL-Address'),
    ...faultIf(
      address.includes('@') && !belongTogether(domainOf(address), ours),
      saying('lint.complaint-address-domain', { domain: ours }),
      'CFBL-Address',
    ),
  ]
}

const answerFaults = (message: Message): Fault[] =>
  faultIf(valueOf(message, 'Auto-Submitted')?.toLowerCase() !== 'auto-replied', saying('lint.not-auto-replied'), 'Auto-Submitted')
