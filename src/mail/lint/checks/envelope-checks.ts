import { saying } from '../../../domain/saying.ts'
import { faultIf, type Check, type Fault } from '../check.ts'
import { isDigest, type LintContext } from '../lint-context.ts'
import { domainOf, localPartOf } from '../message/mailbox.ts'

const LONGEST_LOCAL = 64

// b-<delivery>-<mac>: letters of one case and digits, because some servers fold the case on the way back.
const BOUNCE = /^b-[a-z0-9]+-([a-z0-9]+)$/

// 64 bits in base32; in hex it takes 16.
const SHORTEST_MAC = 13

export const envelopeChecks: Check[] = [
  { id: 'F1', level: 'must', look: (_, context) => (isDigest(context) ? senderFaults(context) : []) },
  { id: 'F2', level: 'must', look: (_, context) => (isDigest(context) ? macFaults(context) : []) },
  { id: 'F3', level: 'must', look: (_, context) => (isDigest(context) ? recipientFaults(context) : []) },
]

function senderFaults({ envelope, bounceDomain, verifyBounceTag }: LintContext): Fault[] {
  if (!envelope) return []
  const [local, domain] = [localPartOf(envelope.from), domainOf(envelope.from)]
  const isBounce = BOUNCE.test(local)
  const isFolded = isBounce && verifyBounceTag !== undefined && verifyBounceTag(local) && !verifyBounceTag(local.toUpperCase())
  return [
    ...faultIf(!isBounce, saying('lint.envelope-sender', { address: envelope.from }), 'envelope'),
    ...faultIf(local.length > LONGEST_LOCAL, saying('lint.envelope-sender-long', { count: local.length, most: LONGEST_LOCAL }), 'envelope'),
    ...faultIf(isFolded, saying('lint.envelope-sender-capitals'), 'envelope'),
    ...faultIf(
      bounceDomain !== undefined && domain.toLowerCase() !== bounceDomain.toLowerCase(),
      saying('lint.envelope-sender-domain', { domain: domain || 'no domain', ours: bounceDomain ?? '' }),
      'envelope',
    ),
  ]
}

function macFaults({ envelope, verifyBounceTag }: LintContext): Fault[] {
  const local = localPartOf(envelope?.from ?? '')
  const mac = BOUNCE.exec(local)?.[1]
  if (mac === undefined) return []
  return [
    ...faultIf(mac.length < SHORTEST_MAC, saying('lint.envelope-signature-short'), 'envelope'),
    ...faultIf(verifyBounceTag !== undefined && !verifyBounceTag(local), saying('lint.envelope-signature-foreign'), 'envelope'),
  ]
}

const recipientFaults = ({ envelope }: LintContext): Fault[] =>
  faultIf(
    envelope !== undefined && envelope.to.length !== 1,
    saying('lint.envelope-readers', { count: envelope?.to.length ?? 0 }),
    'envelope',
  )
