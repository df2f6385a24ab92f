import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fault, ok, warning, type Verdict } from '../../mail/doctor/verdict.ts'

/** Whether there is a secret, and nobody else can read it. */
export function checkSecret({ secret, dataDir }: { secret: string | undefined; dataDir: string }): Verdict {
  if (secret !== undefined) return ok('SECRET is set.')
  const file = join(dataDir, 'secret')
  const text = readText(file)
  if (text === undefined) return ok(`There is no secret yet; the first start makes ${file}.`)
  if (text.trim().length < 32)
    return fault(`${file} does not hold a whole secret.`, 'Restore it from a backup: links in mails that were sent depend on it.')
  return checkPrivacy(file) ?? ok(`The secret is in ${file}, which only its owner can read.`)
}

/** Undefined when nobody but its owner can read a file. */
export function checkPrivacy(file: string): Verdict | undefined {
  // Windows knows no such permissions.
  if (process.platform === 'win32' || (statSync(file).mode & 0o077) === 0) return undefined
  return warning(`Others on this machine can read ${file}.`, `chmod 600 ${file}`)
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
