import { hash } from 'node:crypto'
import type { Instant } from '../domain/instant.ts'
import { signMessage, type DkimKey } from './dkim.ts'
import { writeHeader, type Header } from './header.ts'

/** A message as it goes to the mail server: the bytes, and for whom they are. */
export type ComposedMessage = { envelope: Envelope; raw: Buffer[]; byteLength: number }

/** `isInternational`: an address has letters beyond ASCII before the @, so the server must offer SMTPUTF8 (RFC 6531). */
export type Envelope = { from: string; to: string; isInternational: boolean }

export type MessageDraft = {
  envelope: Envelope
  headers: Header[]
  /** Encoded bodies (encoded-part.ts). Without html the message is plain text alone. */
  text: Buffer[]
  html: Buffer[] | undefined
  /** When DKIM says it was signed. */
  at: Instant
}

/**
 * Joins encoded bodies and headers into a message (multipart/alternative, RFC 2046 §5.1.4), signed when there is a key. The boundary is
 * a hash of the Message-ID, so that the same delivery always makes the same bytes; its "=_" cannot stand in quoted-printable.
 */
export async function composeMessage(draft: MessageDraft, key: DkimKey | undefined): Promise<ComposedMessage> {
  const { fields, pieces } = draft.html ? alternatives(draft, draft.text, draft.html) : plainText(draft.text)
  const headers = [...draft.headers, ['MIME-Version', '1.0'] as const, ...fields]
  const body = Buffer.concat(pieces)
  const signature = key ? await signMessage({ headers, body, at: draft.at }, key) : ''
  const raw = [Buffer.from(`${signature}${headers.map(writeHeader).join('')}\r\n`), body]
  return { envelope: draft.envelope, raw, byteLength: raw.reduce((sum, piece) => sum + piece.length, 0) }
}

type Content = { fields: Header[]; pieces: Buffer[] }

function plainText(text: Buffer[]): Content {
  const fields: Header[] = [
    ['Content-Type', 'text/plain; charset=utf-8'],
    ['Content-Transfer-Encoding', 'quoted-printable'],
  ]
  return { fields, pieces: text }
}

function alternatives({ headers }: MessageDraft, text: Buffer[], html: Buffer[]): Content {
  const boundary = boundaryOf(headers)
  const pieces = [partOpening(boundary, 'plain'), ...text, partOpening(boundary, 'html'), ...html, Buffer.from(`\r\n--${boundary}--\r\n`)]
  return { fields: [['Content-Type', `multipart/alternative; boundary="${boundary}"`]], pieces }
}

function boundaryOf(headers: Header[]): string {
  const id = headers.find(([name]) => name === 'Message-ID')?.[1]
  if (!id) throw new Error('A message needs a Message-ID')
  return `=_${hash('sha256', id, 'hex').slice(0, 24)}`
}

function partOpening(boundary: string, subtype: 'plain' | 'html'): Buffer {
  const first = subtype === 'plain' ? '' : '\r\n'
  return Buffer.from(
    `${first}--${boundary}\r\nContent-Type: text/${subtype}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n`,
  )
}
