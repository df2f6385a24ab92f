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
    ...faultIf(
      !isBounce,
      `The envelope's sender is <${envelope.from}>: make one for every delivery, b-<delivery>-<mac>@…, so that reports can be told apart.`,
      'envelope',
    ),
    ...faultIf(
      local.length > LONGEST_LOCAL,
      `The envelope's sender has ${local.length} octets before the @, and ${LONGEST_LOCAL} is the most.`,
      'envelope',
    ),
    ...faultIf(isFolded, "The envelope's sender is not known again in capitals, and some servers change the case.", 'envelope'),
    ...faultIf(
      bounceDomain !== undefined && domain.toLowerCase() !== bounceDomain.toLowerCase(),
      `The envelope's sender is at ${domain || 'no domain'}, but reports are taken at ${bounceDomain ?? ''}.`,
      'envelope',
    ),
  ]
}

function macFaults({ envelope, verifyBounceTag }: LintContext): Fault[] {
  const local = localPartOf(envelope?.from ?? '')
  const mac = BOUNCE.exec(local)?.[1]
  if (mac === undefined) return []
  return [
    ...faultIf(
      mac.length < SHORTEST_MAC,
      "The signature in the envelope's sender has less than 64 bits: anybody could forge reports.",
      'envelope',
    ),
    ...faultIf(
      verifyBounceTag !== undefined && !verifyBounceTag(local),
      "The signature in the envelope's sender is not ours: reports would not be believed.",
      'envelope',
    ),
  ]
}

const recipientFaults = ({ envelope }: LintContext): Fault[] =>
  faultIf(
    envelope !== undefined && envelope.to.length !== 1,
    `The envelope names ${envelope?.to.length ?? 0} readers: send every reader a message of their own.`,
    'envelope',
  )
