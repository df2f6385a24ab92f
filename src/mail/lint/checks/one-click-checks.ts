import { saying } from '../../../domain/saying.ts'
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
  if (value === undefined) return [{ message: saying('lint.no-unsubscribe'), where: FIELD }]
  const uris = readListUris(value)
  if (!uris) return [{ message: saying('lint.unsubscribe-form'), where: FIELD }]
  const urls = uris.map((uri) => URL.parse(uri))
  const https = urls.filter((url) => url !== null && isOneClick(url, context))
  const isOther = urls.some((url) => url?.protocol !== 'mailto:' && (url === null || !isOneClick(url, context)))
  return [
    ...faultIf(https.length !== 1, saying('lint.unsubscribe-https', { count: https.length }), FIELD),
    ...faultIf(https.length === 1 && isOther, saying('lint.unsubscribe-others'), FIELD),
    ...faultIf(urls.filter((url) => url?.protocol === 'mailto:').length > 1, saying('lint.unsubscribe-mailtos'), FIELD),
  ]
}

// On this machine there is no certificate, and nobody but its user gets the mail.
const isOneClick = (url: URL, context: LintContext): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && isLocalOwn(url, context))

function postFaults(message: Message): Fault[] {
  const value = valueOf(message, POST)
  if (value === undefined) return [{ message: saying('lint.no-unsubscribe-post', { name: POST }), where: POST }]
  return faultIf(value !== ONE_CLICK, saying('lint.unsubscribe-post-form', { name: POST, value: ONE_CLICK }), POST)
}

function tokenFaults(message: Message, { verifyUnsubscribeToken }: LintContext): Fault[] {
  const url = oneClickUrl(message)
  if (!url) return []
  const bits = tokenBits(url)
  return [
    ...faultIf(bits < 128, saying('lint.unsubscribe-guessable', { bits }), FIELD),
    ...faultIf(verifyUnsubscribeToken !== undefined && !verifyUnsubscribeToken(url.href), saying('lint.unsubscribe-foreign'), FIELD),
  ]
}
