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
  return faultIf(
    isList && !isCovered,
    'No signature of the sender covers List-Unsubscribe and List-Unsubscribe-Post: without that, one click does not work.',
    FIELD,
  )
}

function signatureFaults(message: Message, signatures: DkimSignature[]): Fault[] {
  const isRsa = signatures.some(({ tags }) => tags.get('a') === 'rsa-sha256')
  return [
    ...faultIf(signatures.length === 0, "There is no signature of the sender's own domain: set the DKIM key of that domain.", FIELD),
    ...faultIf(signatures.length > 0 && !isRsa, 'No signature is rsa-sha256, the one that every receiver checks.', FIELD),
    ...signatures.flatMap((signature) => tagFaults(signature, message).map((fault) => ({ ...fault, where: FIELD }))),
  ]
}

function tagFaults({ tags, domain }: DkimSignature, message: Message): Fault[] {
  const [made, until] = [Number(tags.get('t')), Number(tags.get('x'))]
  const from = domainOf(mailboxesOf(message, 'From')[0]?.address ?? '').toLowerCase()
  const isRsa = tags.get('a') === 'rsa-sha256'
  const missing = ['v', 's', 'h', 'bh', 'b'].filter((tag) => !tags.get(tag))
  const otherDomain: Fault = { level: 'policy', message: `The signature is of ${domain}: sign for ${from} itself.` }
  return [
    ...faultIf(missing.length > 0, `The signature lacks ${missing.join('=, ')}=.`),
    ...faultIf(!isRsa && tags.get('a') !== 'ed25519-sha256', `The signature is ${tags.get('a') ?? 'of no algorithm'}: use rsa-sha256.`),
    ...faultIf(
      isRsa && Buffer.from(tags.get('b') ?? '', 'base64').length < SHORTEST_SIGNATURE,
      'The key of the signature has less than 2048 bits.',
    ),
    ...faultIf(tags.get('c') !== 'relaxed/relaxed', 'The signature must be c=relaxed/relaxed: servers change blanks on the way.'),
    ...faultIf(tags.has('l'), 'The signature covers a part of the body only (l=): anybody could add to it. Leave l= out.'),
    ...faultIf(!/^\d+$/.test(tags.get('t') ?? ''), 'The signature does not say when it was made: add t=.'),
    ...faultIf(tags.has('x') && !(until - made >= SHORTEST_LIFE), 'The signature ends less than 14 days after it was made: leave x= out.'),
    ...faultIf(
      isBodyChanged(tags, message),
      'The body is not the one that was signed (bh=): it was changed afterwards, or signed wrongly.',
    ),
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
    return faultIf(
      missing.length > 0,
      `The signature does not cover ${missing.join(', ')}: anybody could change that. Add it to h=.`,
      FIELD,
    )
  })
}

function oversignFaults(message: Message, signatures: DkimSignature[]): Fault[] {
  return signatures.flatMap(({ covered }) => {
    const isOpen = (name: string): boolean => covered.filter((one) => one === name.toLowerCase()).length <= fieldsOf(message, name).length
    const open = OVERSIGNED.filter(isOpen)
    return faultIf(
      open.length > 0,
      `A second ${open.join(', ')} could be added without breaking the signature: name it once more in h=.`,
      FIELD,
    )
  })
}
