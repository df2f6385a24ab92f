import { createPrivateKey, createPublicKey, hash, sign, type KeyObject } from 'node:crypto'
import type { Instant } from '../domain/instant.ts'
import type { Header } from './header.ts'

/** A key that signs for a domain, published at `<selector>._domainkey.<domain>`. */
export type DkimKey = { domain: string; selector: string; privateKey: KeyObject }

/**
 * The fields that a signature covers, each once more than it stands in the message (RFC 6376 §8.15): a second Subject or
 * List-Unsubscribe added on the way then breaks it. RFC 8058 §4 demands the two List-Unsubscribe fields.
 */
const SIGNED = [
  'From', 'To', 'Subject', 'Date', 'Message-ID', 'MIME-Version', 'Content-Type', 'Content-Transfer-Encoding', 'Reply-To', 'Cc', 'List-Id', 'List-Unsubscribe',
  'List-Unsubscribe-Post', 'List-Help', 'Feedback-ID', 'Auto-Submitted', 'Content-Language',
] // prettier-ignore

export type DkimKeyRead = { ok: true; privateKey: KeyObject } | { ok: false; message: string }

/** Reads a private key from PEM. RSA of at least 2048 bits is the one kind that all mailbox providers verify (RFC 8301 §3.2). */
export function readDkimKey(pem: string): DkimKeyRead {
  if (pem.includes('ENCRYPTED'))
    return unusable('it is protected by a passphrase: `openssl pkey -in <file> -out <new file>` takes that off')
  const key = parseKey(pem)
  if (!key) return unusable('it is not a private key in PEM form: `openssl genrsa 2048` makes one')
  const kind = key.asymmetricKeyType ?? 'unknown'
  if (kind !== 'rsa') return unusable(`it is of the kind ${kind}, which not all mailbox providers verify: use RSA with 2048 bits`)
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  return bits < 2048 ? unusable(`it has ${bits} bits, which is too short: use RSA with 2048`) : { ok: true, privateKey: key }
}

const unusable = (message: string): DkimKeyRead => ({ ok: false, message })

/** The TXT record to publish: `v=DKIM1; k=rsa; p=…`. */
export function dkimRecord(privateKey: KeyObject): string {
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  return `v=DKIM1; k=rsa; p=${spki.toString('base64')}`
}

/**
 * Makes the DKIM-Signature field (RFC 6376: rsa-sha256, relaxed/relaxed) for a message whose body is canonical as it stands
 * (quoted-printable.ts), but for empty lines at its end. `headers` are those that are written below it. Signs in the thread pool.
 */
export async function signMessage(message: { headers: Header[]; body: Buffer; at: Instant }, key: DkimKey): Promise<string> {
  const fields = message.headers.map(([name, value]): Header => [name.toLowerCase(), value])
  const tags = [
    'v=1; a=rsa-sha256; c=relaxed/relaxed;',
    `d=${key.domain}; s=${key.selector};`,
    `t=${Math.floor(message.at / 1000)};`,
    `h=${coveredBy(fields).replace(/(.{45,70}?):/g, '$1:\r\n ')};`,
    `bh=${hash('sha256', withoutEmptyEnd(message.body), 'base64')};`,
    'b=',
  ]
  const unsigned = tags.join('\r\n ')
  const signature = await signInPool(canonicalHeader([...fields, ['dkim-signature', unsigned]]), key.privateKey)
  return `DKIM-Signature: ${unsigned}${foldBase64(signature)}\r\n`
}

function parseKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem)
  } catch {
    return undefined
  }
}

/** The names that the signature covers, as its `h=` lists them. */
const coveredBy = (fields: Header[]): string => SIGNED.flatMap((name) => [...named(name, fields).map(() => name), name]).join(':')

/** Fields with lower-case names, the signature's own last, as they are signed. Lines are folded at blanks only (header.ts). */
function canonicalHeader(fields: Header[]): string {
  // Of several fields with one name the last is signed first (RFC 6376 §5.4.2); the name once more stands for a field that is not there.
  const lines = SIGNED.flatMap((name) => named(name, fields).toReversed())
  const signature = fields.slice(-1)
  return [...lines, ...signature].map(([name, value]) => `${name}:${relax(value)}`).join('\r\n')
}

const named = (name: string, fields: Header[]): Header[] => {
  const lower = name.toLowerCase()
  return fields.filter(([other]) => other === lower)
}

const relax = (value: string): string => value.replace(/[ \r\n]{2,}/g, ' ').trim()

/** The body with at most one line end at its end (RFC 6376 §3.4.4). */
function withoutEmptyEnd(body: Buffer): Buffer {
  let end = body.length
  while (end > 0 && body[end - 1] === LF && (end === 2 || body[end - 3] === LF)) end -= 2
  return body.subarray(0, end)
}

const LF = 10

function signInPool(text: string, privateKey: KeyObject): Promise<string> {
  return new Promise((resolve, reject) => {
    sign('sha256', Buffer.from(text), privateKey, (error, signature) => {
      if (error) reject(error)
      else resolve(signature.toString('base64'))
    })
  })
}

const foldBase64 = (text: string): string => `\r\n ${text.match(/.{1,72}/g)?.join('\r\n ') ?? ''}`
