import { saying } from '../../../domain/saying.ts'
import { createHash } from 'node:crypto'
import { DAY } from '../../../domain/instant.ts'
import { faultIf, type Check, type Fault } from '../check.ts'
import { isDigest, type LintContext } from '../lint-context.ts'
import { belongTogether } from '../message/domains.ts'
import { signaturesOf, type DkimSignature } from '../message/dkim-signature.ts'
import { domainOf } from '../message/mailbox.ts'
import { fieldsOf, mailboxesOf, type Message } from '../message/read-message.ts'
import { relaxedBodyOf } from '../message/relaxed-body.ts'

const FIELD = 'DKIM-Signature'

const SIGNED = [
  'From', 'To', 'Subject', 'Date', 'Message-ID', 'MIME-Version', 'Content-Type', 'Content-Transfer-Encoding', 'Reply-To', 'Cc', 'List-Id',
  'List-Unsubscribe', 'List-Unsubscribe-Post', 'Feedback-ID', 'Auto-Submitted',
] // prettier-ignore

/** Signed even where they are absent, so that none can be added on the way; the transfer encoding stands in the parts. */
const OVERSIGNED = SIGNED.filter((name) => name !== 'Content-Transfer-Encoding')

const ALWAYS_SIGNED = ['From', 'To', 'Subject', 'Date', 'Message-ID', 'MIME-Version', 'Content-Type', 'Reply-To', 'Cc']

const ONE_CLICK = ['List-Unsubscribe', 'List-Unsubscribe-Post']

// Bytes of an RSA signature, which are those of its key: 2048 bits.
const SHORTEST_SIGNATURE = 256
const SHORTEST_LIFE = (14 * DAY) / 1000

export const signatureChecks: Check[] = [
  { id: 'D2', level: 'must', look: judged(oneClickFaults) },
  { id: 'E1', level: 'must', look: judged(signatureFaults) },
  { id: 'E2', level: 'must', look: judged(coverFaults) },
  { id: 'E3', level: 'should', look: judged(oversignFaults) },
]

type Look = (message: Message, signatures: DkimSignature[], context: LintContext) => Fault[]

/** A message without a signature is judged only where one is required, one without any key not at all. */
function judged(look: Look): Check['look'] {
  return (message, context) => {
    const mode = context.dkim ?? 'any'
    if (mode === 'absent') return []
    const all = signaturesOf(message)
    if (all.length === 0 && mode === 'any') return []
    const from = domainOf(mailboxesOf(message, 'From')[0]?.address ?? '')
    return look(
      message,
      all.filter(({ domain }) => belongTogether(domain, from)),
      context,
    )
  }
}

function oneClickFaults(message: Message, signatures: DkimSignature[], context: LintContext): Fault[] {
  const isList = isDigest(context) || ONE_CLICK.some((name) => fieldsOf(message, name).length > 0)
  const isCovered = signatures.some(({ covered }) => ONE_CLICK.every((name) => covered.includes(name.toLowerCase())))
  return faultIf(isList && !isCovered, saying('lint.unsubscribe-unsigned'), FIELD)
}

function signatureFaults(message: Message, signatures: DkimSignature[]): Fault[] {
  const isRsa = signatures.some(({ tags }) => tags.get('a') === 'rsa-sha256')
  return [
    ...faultIf(signatures.length === 0, saying('lint.no-signature'), FIELD),
    ...faultIf(signatures.length > 0 && !isRsa, saying('lint.no-rsa-sha256'), FIELD),
    ...signatures.flatMap((signature) => tagFaults(signature, message).map((fault) => ({ ...fault, where: FIELD }))),
  ]
}

function tagFaults({ tags, domain }: DkimSignature, message: Message): Fault[] {
  const [made, until] = [Number(tags.get('t')), Number(tags.get('x'))]
  const from = domainOf(mailboxesOf(message, 'From')[0]?.address ?? '').toLowerCase()
  const isRsa = tags.get('a') === 'rsa-sha256'
  const missing = ['v', 's', 'h', 'bh', 'b'].filter((tag) => !tags.get(tag))
  const otherDomain: Fault = { level: 'policy', message: saying('lint.signature-domain', { domain, from }) }
  return [
    ...faultIf(missing.length > 0, saying('lint.signature-lacks', { tags: missing.join('=, ') })),
    ...faultIf(!isRsa && tags.get('a') !== 'ed25519-sha256', saying('lint.signature-algorithm', { algorithm: tags.get('a') ?? '–' })),
    ...faultIf(isRsa && Buffer.from(tags.get('b') ?? '', 'base64').length < SHORTEST_SIGNATURE, saying('lint.signature-key-short')),
    ...faultIf(tags.get('c') !== 'relaxed/relaxed', saying('lint.signature-not-relaxed')),
    ...faultIf(tags.has('l'), saying('lint.signature-partial')),
    ...faultIf(!/^\d+$/.test(tags.get('t') ?? ''), saying('lint.signature-undated')),
    ...faultIf(tags.has('x') && !(until - made >= SHORTEST_LIFE), saying('lint.signature-short-lived')),
    ...faultIf(isBodyChanged(tags, message), saying('lint.body-changed')),
    ...(domain === from ? [] : [otherDomain]),
  ]
}

function isBodyChanged(tags: Map<string, string>, message: Message): boolean {
  const isJudged = tags.get('c') === 'relaxed/relaxed' && !tags.has('l') && tags.get('bh') !== undefined
  return isJudged && createHash('sha256').update(relaxedBodyOf(message.octets), 'latin1').digest('base64') !== tags.get('bh')
}

function coverFaults(message: Message, signatures: DkimSignature[]): Fault[] {
  const present = SIGNED.filter((name) => fieldsOf(message, name).length > 0)
  const demanded = new Set([...present, ...ALWAYS_SIGNED])
  return signatures.flatMap(({ covered }) => {
    const missing = [...demanded].filter((name) => !covered.includes(name.toLowerCase()))
    return faultIf(missing.length > 0, saying('lint.signature-uncovered', { fields: missing.join(', ') }), FIELD)
  })
}

function oversignFaults(message: Message, signatures: DkimSignature[]): Fault[] {
  return signatures.flatMap(({ covered }) => {
    const isOpen = (name: string): boolean => covered.filter((one) => one === name.toLowerCase()).length <= fieldsOf(message, name).length
    const open = OVERSIGNED.filter(isOpen)
    return faultIf(open.length > 0, saying('lint.signature-not-oversigned', { fields: open.join(', ') }), FIELD)
  })
}
