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
  if (value === undefined)
    return faultIf(isDigest(context), 'There is no Feedback-ID: Gmail cannot tell complaints by digest.', 'Feedback-ID')
  const fields = value.split(':')
  const sender = fields[3] ?? ''
  return [
    ...faultIf(
      fields.length !== 4,
      `Feedback-ID has ${fields.length} fields: write three of your choice and the sender, with colons between them.`,
      'Feedback-ID',
    ),
    ...faultIf(
      fields.length === 4 && (sender.length < 5 || sender.length > 15),
      'The last field of Feedback-ID must have 5 to 15 characters, always the same.',
      'Feedback-ID',
    ),
    ...faultIf(
      tellsReader(fields, message),
      'Feedback-ID tells who the reader is, or differs for every message: name the digest and the issue only.',
      'Feedback-ID',
    ),
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
    ...faultIf(
      valueOf(message, 'Auto-Submitted')?.toLowerCase() !== 'auto-generated',
      'Auto-Submitted must be "auto-generated", so that no program answers.',
      'Auto-Submitted',
    ),
    ...faultIf(
      isDigest(context) && valueOf(message, 'Precedence')?.toLowerCase() !== 'bulk',
      'Precedence must be "bulk": vacation programs look for it.',
      'Precedence',
    ),
    ...faultIf(!isSuppressed, 'X-Auto-Response-Suppress must be "OOF, AutoReply": Exchange looks for it.', 'X-Auto-Response-Suppress'),
  ]
}

/** `fbl@our-domain; report=arf` (RFC 9477); wanted once there is a place that takes reports. */
function complaintAddressFaults(message: Message, context: LintContext): Fault[] {
  const value = valueOf(message, 'CFBL-Address')
  if (value === undefined)
    return faultIf(
      isDigest(context) && context.bounceDomain !== undefined,
      'There is no CFBL-Address: say where complaints may go.',
      'CFBL-Address',
    )
  const [written = '', report = ''] = value.split(';').map((piece) => piece.trim())
  const address = readMailboxes(written).mailboxes[0]?.address ?? ''
  const ours = domainOf(mailboxesOf(message, 'From')[0]?.address ?? '')
  return [
    ...faultIf(
      !address.includes('@') || report.toLowerCase() !== 'report=arf',
      'CFBL-Address must read "address; report=arf".',
      'CFBL-Address',
    ),
    ...faultIf(
      address.includes('@') && !belongTogether(domainOf(address), ours),
      `CFBL-Address must belong to the domain of From (${ours}).`,
      'CFBL-Address',
    ),
  ]
}

const answerFaults = (message: Message): Fault[] =>
  faultIf(
    valueOf(message, 'Auto-Submitted')?.toLowerCase() !== 'auto-replied',
    'An answer to a person must say "Auto-Submitted: auto-replied", so that no program answers back.',
    'Auto-Submitted',
  )
