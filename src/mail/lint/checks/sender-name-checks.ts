import { faultIf, type Check, type Fault } from '../check.ts'
import type { LintContext } from '../lint-context.ts'
import { decodeHeaderValue } from '../message/encoded-word.ts'
import { domainOf, localPartOf } from '../message/mailbox.ts'
import { mailboxesOf, valueOf, type Message } from '../message/read-message.ts'

// Their DMARC records tell receivers to refuse such mail from anybody else's servers.
const FREE_MAIL =
  /^(?:gmail|googlemail|yahoo|ymail|rocketmail|aol|outlook|hotmail|live|msn|icloud|me|mac|gmx|proton|protonmail|qq|163|126|sina|yandex)\.(?:com|co|net|de|fr|me|ru|jp)(?:\.[a-z]{2})?$/i

const EMOJI = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f/u

export const senderNameChecks: Check[] = [
  { id: 'C1', level: 'must', look: nameFaults },
  { id: 'C2', level: 'must', look: freeMailFaults },
]

function nameFaults(message: Message, context: LintContext): Fault[] {
  const [from] = mailboxesOf(message, 'From')
  if (!from) return []
  const { name, address } = from
  const isOtherName = context.senderName !== undefined && name !== context.senderName
  const isOtherAddress = context.from !== undefined && normal(address) !== normal(context.from)
  return [
    ...faultIf(EMOJI.test(name), "The sender's name holds an emoji, and Gmail refuses to show it: leave it out.", 'From'),
    ...faultIf(/\(\d+\)/.test(name), "The sender's name holds a number in brackets, like unread mail: leave it out.", 'From'),
    ...faultIf(/^\s*(?:re|fwd?)\s*:/i.test(name), 'The sender\'s name begins like an answer: leave "Re:" out.', 'From'),
    ...faultIf(name.includes('@'), "The sender's name holds an address: give the name alone.", 'From'),
    ...faultIf(holdsSubject(name, message), "The sender's name holds the subject: say who writes, not what about.", 'From'),
    ...faultIf(holdsReader(name, message), "The sender's name holds the reader's name: say who writes.", 'From'),
    ...faultIf(isOtherName, `The sender's name is "${name}", and should always be "${context.senderName ?? ''}".`, 'From'),
    ...faultIf(isOtherAddress, `The sender is ${address}, and should always be ${context.from ?? ''}.`, 'From'),
  ]
}

function holdsSubject(name: string, message: Message): boolean {
  const subject = decodeHeaderValue(valueOf(message, 'Subject') ?? '')
  return subject.length >= 10 && name.length > subject.length && name.includes(subject)
}

function holdsReader(name: string, message: Message): boolean {
  const reader = mailboxesOf(message, 'To')[0]?.name ?? ''
  return reader.length >= 3 && name.toLowerCase().includes(reader.toLowerCase())
}

const normal = (address: string): string => `${localPartOf(address)}@${domainOf(address).toLowerCase()}`

function freeMailFaults(message: Message): Fault[] {
  const address = mailboxesOf(message, 'From')[0]?.address ?? ''
  return faultIf(
    FREE_MAIL.test(domainOf(address)),
    `${address} belongs to a mailbox provider, which lets only its own servers send for it: send from a domain of your own.`,
    'From',
  )
}
