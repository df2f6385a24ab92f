import { saying } from '../../../domain/saying.ts'
import { faultIf, type Check, type Fault } from '../check.ts'
import type { LintContext } from '../lint-context.ts'
import { domainOf, localPartOf, readMailboxes } from '../message/mailbox.ts'
import { fieldsOf, mailboxesOf, valueOf, type Message } from '../message/read-message.ts'

export const recipientChecks: Check[] = [
  { id: 'A6', level: 'must', look: senderFaults },
  { id: 'A7', level: 'must', look: recipientFaults },
]

function senderFaults(message: Message): Fault[] {
  const { mailboxes, hasGroup } = readMailboxes(valueOf(message, 'From') ?? '')
  const sender = mailboxesOf(message, 'Sender')[0]?.address
  return [
    ...faultIf(mailboxes.length !== 1, saying('lint.from-many', { count: mailboxes.length }), 'From'),
    ...faultIf(hasGroup, saying('lint.from-group'), 'From'),
    ...faultIf(sender !== undefined && sameAddress(sender, mailboxes[0]?.address ?? ''), saying('lint.sender-repeats'), 'Sender'),
  ]
}

function recipientFaults(message: Message, { recipient }: LintContext): Fault[] {
  const { mailboxes, hasGroup } = readMailboxes(valueOf(message, 'To') ?? '')
  const [only] = mailboxes
  const isOther = recipient !== undefined && only !== undefined && mailboxes.length === 1 && !sameAddress(recipient, only.address)
  return [
    ...faultIf(mailboxes.length !== 1 || hasGroup, saying('lint.to-many', { count: mailboxes.length }), 'To'),
    ...faultIf(isOther, saying('lint.to-other', { address: only?.address ?? '', wanted: recipient ?? '' }), 'To'),
    ...['Cc', 'Bcc'].flatMap((name) => faultIf(fieldsOf(message, name).length > 0, saying('lint.shows-readers', { name }), name)),
  ]
}

const sameAddress = (one: string, other: string): boolean =>
  localPartOf(one) === localPartOf(other) && domainOf(one).toLowerCase() === domainOf(other).toLowerCase()
