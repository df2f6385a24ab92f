import { saying } from '../../domain/saying.ts'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fault, ok, warning, type Verdict } from '../../mail/doctor/verdict.ts'

/** Whether there is a secret, and nobody else can read it. */
export function checkSecret({ secret, dataDir }: { secret: string | undefined; dataDir: string }): Verdict {
  if (secret !== undefined) return ok(saying('doctor.secret-set'))
  const file = join(dataDir, 'secret')
  const text = readText(file)
  if (text === undefined) return ok(saying('doctor.secret-none', { file }))
  if (text.trim().length < 32) return fault(saying('doctor.secret-broken', { file }), saying('doctor.secret-restore'))
  return checkPrivacy(file) ?? ok(saying('doctor.secret-fine', { file }))
}

/** Undefined when nobody but its owner can read a file. */
export function checkPrivacy(file: string): Verdict | undefined {
  // Windows knows no such permissions.
  if (process.platform === 'win32' || (statSync(file).mode & 0o077) === 0) return undefined
  return warning(saying('doctor.file-open', { file }), saying('doctor.chmod', { file }))
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
