import { faultIf, type Check, type Fault } from '../check.ts'
import { isDigest, isLocalOwn, type LintContext } from '../lint-context.ts'
import { readListUris } from '../message/list-uris.ts'
import { valueOf, type Message } from '../message/read-message.ts'
import { tokenBits } from '../message/token-bits.ts'

const FIELD = 'List-Unsubscribe'
const POST = 'List-Unsubscribe-Post'
const ONE_CLICK = 'List-Unsubscribe=One-Click'

export const oneClickChecks: Check[] = [
  {
    id: 'D1',
    level: 'must',
    look: (message, context) => (isList(message, context) ? [...uriFaults(message, context), ...postFaults(message)] : []),
  },
  { id: 'D3', level: 'must', look: tokenFaults },
]

/** The address at which a post unsubscribes (RFC 8058 §3.1). */
export function oneClickUrl(message: Message): URL | undefined {
  const uris = readListUris(valueOf(message, FIELD) ?? '') ?? []
  const url = uris.map((uri) => URL.parse(uri)).find((parsed) => parsed?.protocol === 'https:' || parsed?.protocol === 'http:')
  return url ?? undefined
}

const isList = (message: Message, context: LintContext): boolean => isDigest(context) || valueOf(message, FIELD) !== undefined

function uriFaults(message: Message, context: LintContext): Fault[] {
  const value = valueOf(message, FIELD)
  if (value === undefined)
    return [{ message: 'There is no List-Unsubscribe: readers cannot leave with one click, and Gmail and Yahoo demand it.', where: FIELD }]
  const uris = readListUris(value)
  if (!uris) return [{ message: 'List-Unsubscribe must hold addresses in <…>, with commas between them, and nothing else.', where: FIELD }]
  const urls = uris.map((uri) => URL.parse(uri))
  const https = urls.filter((url) => url !== null && isOneClick(url, context))
  const isOther = urls.some((url) => url?.protocol !== 'mailto:' && (url === null || !isOneClick(url, context)))
  return [
    ...faultIf(https.length !== 1, `List-Unsubscribe must hold one https address, and it holds ${https.length}.`, FIELD),
    ...faultIf(https.length === 1 && isOther, 'List-Unsubscribe may hold only an https address and a mailto address.', FIELD),
    ...faultIf(
      urls.filter((url) => url?.protocol === 'mailto:').length > 1,
      'List-Unsubscribe holds several mailto addresses: keep one.',
      FIELD,
    ),
  ]
}

// On this machine there is no certificate, and nobody but its user gets the mail.
const isOneClick = (url: URL, context: LintContext): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && isLocalOwn(url, context))

function postFaults(message: Message): Fault[] {
  const value = valueOf(message, POST)
  if (value === undefined) return [{ message: `There is no ${POST}: without it the address is not used for one click.`, where: POST }]
  return faultIf(value !== ONE_CLICK, `${POST} must be exactly "${ONE_CLICK}".`, POST)
}

function tokenFaults(message: Message, { verifyUnsubscribeToken }: LintContext): Fault[] {
  const url = oneClickUrl(message)
  if (!url) return []
  const bits = tokenBits(url)
  return [
    ...faultIf(
      bits < 128,
      `The address to unsubscribe holds no secret of 128 bits (about ${bits}): anybody could guess it. Add a signature.`,
      FIELD,
    ),
    ...faultIf(
      verifyUnsubscribeToken !== undefined && !verifyUnsubscribeToken(url.href),
      'The address to unsubscribe was not made by us, or not for this reader: make it with the signing key in use.',
      FIELD,
    ),
  ]
}
