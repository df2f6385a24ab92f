import { saying } from '../../../domain/saying.ts'
import { faultIf, type Check, type Fault } from '../check.ts'
import type { LintContext } from '../lint-context.ts'
import { domainOf, localPartOf } from '../message/mailbox.ts'
import { mailboxesOf, valueOf, type Message } from '../message/read-message.ts'

type Placed = { address: string; where: string }

const MOST = { local: 64, domain: 253, whole: 254, label: 63 }

const ASCII = /^[\x00-\x7f]*$/

export const addressChecks: Check[] = [
  { id: 'B1', level: 'must', look: (message, context) => addressesOf(message, context).flatMap(unicodeDomainFaults) },
  { id: 'B3', level: 'must', look: rawHeaderFaults },
  { id: 'B4', level: 'must', look: (message, context) => addressesOf(message, context).flatMap(formFaults) },
]

/** Every address of the header and of the envelope, but not the empty sender of a report. */
export function addressesOf(message: Message, { envelope }: LintContext): Placed[] {
  const inHeader = ['From', 'To', 'Reply-To', 'Sender'].flatMap((where) =>
    mailboxesOf(message, where).map(({ address }) => ({ address, where })),
  )
  const inEnvelope = [envelope?.from ?? '', ...(envelope?.to ?? [])].map((address) => ({ address, where: 'envelope' }))
  return [...inHeader, ...inEnvelope.filter(({ address }) => address !== '')]
}

const unicodeDomainFaults = ({ address, where }: Placed): Fault[] =>
  faultIf(!ASCII.test(domainOf(address)) && ASCII.test(localPartOf(address)), saying('lint.domain-in-unicode', { address }), where)

// UTF-8 in a header is allowed only in a message that needs SMTPUTF8 (RFC 6532): where the reader's own address is not ASCII.
function rawHeaderFaults(message: Message, context: LintContext): Fault[] {
  const readers = [...mailboxesOf(message, 'To').map(({ address }) => address), ...(context.envelope?.to ?? []), context.recipient ?? '']
  const isInternational = readers.some((address) => !ASCII.test(localPartOf(address)))
  const signature = valueOf(message, 'DKIM-Signature') ?? ''
  return [
    ...(isInternational ? [] : message.fields).flatMap(({ name, lines }) =>
      faultIf(
        lines.some((line) => !ASCII.test(line)),
        saying('lint.raw-octets', { name }),
        name,
      ),
    ),
    ...faultIf(isInternational && !ASCII.test(signature), saying('lint.signature-domain-in-unicode'), 'DKIM-Signature'),
  ]
}

function formFaults({ address, where }: Placed): Fault[] {
  const [local, domain] = [localPartOf(address), domainOf(address)]
  const shown = address.slice(0, 80)
  if (local === '' || domain === '') return [{ message: saying('lint.no-address', { address: shown }), where }]
  const lowerCase: Fault = { level: 'should', message: saying('lint.domain-capitals', { address: shown }), where }
  return [
    ...faultIf(Buffer.byteLength(local) > MOST.local, saying('lint.local-long', { address: shown, most: MOST.local }), where),
    ...faultIf(!isPlainLocal(local), saying('lint.local-quoted', { address: shown }), where),
    ...faultIf(
      domain.length > MOST.domain || address.length > MOST.whole,
      saying('lint.address-long', { address: shown, most: MOST.whole }),
      where,
    ),
    ...faultIf(ASCII.test(domain) && !isHostName(domain), saying('lint.domain-not-full', { address: shown }), where),
    ...(ASCII.test(domain) && domain !== domain.toLowerCase() ? [lowerCase] : []),
  ]
}

const isPlainLocal = (local: string): boolean =>
  /^[\w!#$%&'*+/=?^`{|}~\-\u0080-\u{10ffff}]+(?:\.[\w!#$%&'*+/=?^`{|}~\-\u0080-\u{10ffff}]+)*$/u.test(local)

function isHostName(domain: string): boolean {
  const labels = domain.split('.')
  const areLabels = labels.every((label) => /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(label) && label.length <= MOST.label)
  return areLabels && labels.length >= 2 && !/^\d+$/.test(labels.at(-1) ?? '')
}
