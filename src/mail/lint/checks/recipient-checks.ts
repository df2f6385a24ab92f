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
    ...faultIf(mailboxes.length !== 1, `From must name one address, and it names ${mailboxes.length}.`, 'From'),
    ...faultIf(hasGroup, 'From is written as a group ("name: …;"): give one address instead.', 'From'),
    ...faultIf(
      sender !== undefined && sameAddress(sender, mailboxes[0]?.address ?? ''),
      'Sender repeats From: leave it out unless it differs.',
      'Sender',
    ),
  ]
}

function recipientFaults(message: Message, { recipient }: LintContext): Fault[] {
  const { mailboxes, hasGroup } = readMailboxes(valueOf(message, 'To') ?? '')
  const [only] = mailboxes
  const isOther = recipient !== undefined && only !== undefined && mailboxes.length === 1 && !sameAddress(recipient, only.address)
  return [
    ...faultIf(mailboxes.length !== 1 || hasGroup, `To must name the one reader of this message, and it names ${mailboxes.length}.`, 'To'),
    ...faultIf(isOther, `To names ${only?.address ?? ''}, but the message is for ${recipient ?? ''}.`, 'To'),
    ...['Cc', 'Bcc'].flatMap((name) =>
      faultIf(fieldsOf(message, name).length > 0, `${name} shows readers to each other: send every reader a message of their own.`, name),
    ),
  ]
}

const sameAddress = (one: string, other: string): boolean =>
  localPartOf(one) === localPartOf(other) && domainOf(one).toLowerCase() === domainOf(other).toLowerCase()
