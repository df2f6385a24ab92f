import { createHmac, createSecretKey, timingSafeEqual, type KeyObject } from 'node:crypto'
import type { IsSigned, Purpose, Sign } from '../domain/signature.ts'
import type { HashAddress } from '../domain/suppression.ts'

const VERSION = '1'
const BYTES = 16

/**
 * Signs with HMAC-SHA256, one key for each purpose, cut to 128 bits (RFC 2104 §5) and written as a version and base 32 in lower case:
 * mail servers fold the case of addresses, and Message-IDs stay readable.
 */
export function signWith(secret: string): Sign {
  const keys = new Map<Purpose, KeyObject>()
  return (purpose: Purpose, message: string) => {
    const key = keys.get(purpose) ?? createSecretKey(`${VERSION}:${purpose}:${secret}`, 'utf8')
    keys.set(purpose, key)
    const mac = createHmac('sha256', key).update(message).digest().subarray(0, BYTES)
    return VERSION + base32(mac)
  }
}

/**
 * Tells what was signed with one of the secrets: links in mails of long ago go on working after a change of the secret. Compares in
 * constant time. A signature of a version that we do not know yet is none.
 */
export function isSignedWith(secrets: readonly string[]): IsSigned {
  const signs = secrets.map(signWith)
  return (purpose, message, signature) => {
    const given = Buffer.from(signature)
    return signs.map((sign) => isSame(Buffer.from(sign(purpose, message)), given)).includes(true)
  }
}

/** The words by which an address is known once it has been erased: with the secret of today first, then with former ones. */
export function hashAddressWith(secret: string, former: readonly string[] = []): HashAddress {
  const sign = signWith(secret)
  const others = former.map(signWith)
  return (canonical) => [sign('address', canonical), ...others.map((other) => other('address', canonical))]
}

const isSame = (expected: Buffer, given: Buffer): boolean => expected.length === given.length && timingSafeEqual(expected, given)

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

function base32(bytes: Buffer): string {
  let out = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    for (bits += 8; bits >= 5; bits -= 5) out += ALPHABET.charAt((held >> (bits - 5)) & 31)
    held &= (1 << bits) - 1
  }
  return bits > 0 ? out + ALPHABET.charAt((held << (5 - bits)) & 31) : out
}
