import { generateKeyPair } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'

export type DkimKeyMade = { ok: true } | { ok: false; reason: 'exists' | 'no-folder' | 'not-allowed' }

/** Writes a new rsa-2048 key into a file that only its owner can read. A file that is there is never written over. */
export async function makeDkimKey(file: string): Promise<DkimKeyMade> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  try {
    await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
    return { ok: true }
  } catch (error) {
    const reason = REASONS[error instanceof Error && 'code' in error ? String(error.code) : '']
    if (reason === undefined) throw error
    return { ok: false, reason }
  }
}

const REASONS: Record<string, 'exists' | 'no-folder' | 'not-allowed'> = {
  EEXIST: 'exists',
  ENOENT: 'no-folder',
  ENOTDIR: 'no-folder',
  EACCES: 'not-allowed',
  EPERM: 'not-allowed',
  EROFS: 'not-allowed',
}
