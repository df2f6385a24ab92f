import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from 'node:crypto'
import { promisify } from 'node:util'

/** argon2id with 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet, 2025). */
const COST = { memory: 19_456, passes: 2, parallelism: 1 }
const TAG_LENGTH = 32

export const SHORTEST_PASSWORD = 12
export const LONGEST_PASSWORD = 200

export type PasswordFault = 'too-short' | 'too-long' | 'is-address'

/** Length is what counts (NIST SP 800-63B section 3.1.1.2); no mixture of signs is asked for. */
export function faultOfPassword(password: string, address: string): PasswordFault | undefined {
  const length = [...password].length
  if (length < SHORTEST_PASSWORD) return 'too-short'
  if (length > LONGEST_PASSWORD) return 'too-long'
  return password.toLowerCase().includes(address.toLowerCase()) ? 'is-address' : undefined
}

/** A hash as it is kept: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<tag>`, so that the cost can grow and old hashes stay good. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await derive(password, { ...COST, nonce })
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${textOf(nonce)}$${textOf(tag)}`
}

/** Whether it is the password of the hash. Without a hash the same work is done for nothing, so that the answer takes as long. */
export async function isPassword(password: string, hash: string | null): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', tag = ''] = HASH.exec(hash ?? NOBODYS) ?? []
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) }
  const found = await derive(password, { ...cost, nonce: Buffer.from(salt, 'base64') })
  const expected = Buffer.from(tag, 'base64')
  return found.length === expected.length && timingSafeEqual(found, expected) && hash !== null
}

const HASH = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/
const NOBODYS = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`

const textOf = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '')

const run = promisify(argon2) as (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Buffer>

const derive = (password: string, { memory, passes, parallelism, nonce }: typeof COST & { nonce: Buffer }): Promise<Buffer> =>
  run('argon2id', { message: password.normalize('NFC'), nonce, memory, passes, parallelism, tagLength: TAG_LENGTH })
