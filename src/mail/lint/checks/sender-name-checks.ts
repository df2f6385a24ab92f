import { saying } from '../../../domain/saying.ts'
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
    ...faultIf(EMOJI.test(name), saying('lint.sender-emoji'), 'From'),
    ...faultIf(/\(\d+\)/.test(name), saying('lint.sender-number'), 'From'),
    ...faultIf(/^\s*(?:re|fwd?)\s*:/i.test(name), saying('lint.sender-answer'), 'From'),
    ...faultIf(name.includes('@'), saying('lint.sender-address'), 'From'),
    ...faultIf(holdsSubject(name, message), saying('lint.sender-subject'), 'From'),
    ...faultIf(holdsReader(name, message), saying('lint.sender-reader'), 'From'),
    ...faultIf(isOtherName, saying('lint.sender-name-other', { name, usual: context.senderName ?? '' }), 'From'),
    ...faultIf(isOtherAddress, saying('lint.sender-address-other', { address, usual: context.from ?? '' }), 'From'),
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
  return faultIf(FREE_MAIL.test(domainOf(address)), saying('lint.sender-at-provider', { address }), 'From')
}
