import { createHash } from 'node:crypto'
import type { ComposedMessage } from './compose-message.ts'

/**
 * Tells one message from every other: 43 letters and digits (base64url) of a SHA-256. Of a signed message the header is enough, because
 * its signature covers a hash of the body (RFC 6376 §3.7).
 */
export function fingerprintOf({ raw }: Pick<ComposedMessage, 'raw'>): string {
  const [header, ...body] = raw
  const isSigned = header?.subarray(0, SIGNATURE.length).toString() === SIGNATURE
  const hash = createHash('sha256')
  for (const piece of header && isSigned ? [header] : [...(header ? [header] : []), ...body]) hash.update(piece)
  return hash.digest('base64url')
}

const SIGNATURE = 'DKIM-Signature:'
