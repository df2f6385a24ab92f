import { generateKeyPair } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'

export type DkimKeyMade = { ok: true } | { ok: false; reason: 'exists' | 'no-folder' | 'not-allowed' }

/** Writes a new rsa-2048 key into a file that only its owner can read. A file that is there is never written over. */
export async function makeDkimKey(file: string): Promise<DkimKeyMade> {
  const key = await newDkimKey()
  try {
    await writeFile(file, key, { mode: 0o600, flag: 'wx' })
    return { ok: true }
  } catch (error) {
    const reason = REASONS[error instanceof Error && 'code' in error ? String(error.code) : '']
    if (reason === undefined) throw error
    return { ok: false, reason }
  }
}

/** A new key as PEM. RSA with 2048 bits is what all receivers verify (RFC 8301 §3.2). */
export async function newDkimKey(): Promise<string> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  return privateKey.export({ type: 'pkcs8', format: 'pem' })
}

const REASONS: Record<string, 'exists' | 'no-folder' | 'not-allowed'> = {
  EEXIST: 'exists',
  ENOENT: 'no-folder',
  ENOTDIR: 'no-folder',
  EACCES: 'not-allowed',
  EPERM: 'not-allowed',
  EROFS: 'not-allowed',
}
