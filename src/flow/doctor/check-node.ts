import { saying } from '../../domain/saying.ts'
import { ok, warning, type Verdict } from '../../mail/doctor/verdict.ts'

/** The first 26 with the security fixes of autumn 2026. */
const SAFE = [26, 12, 1]

export function checkNode(version: string): Verdict {
  const parts = version.split('.').map((part) => Number.parseInt(part, 10))
  const at = SAFE.findIndex((part, index) => parts[index] !== part)
  const isOld = at >= 0 && (parts[at] ?? 0) < (SAFE[at] ?? 0)
  return isOld
    ? warning(saying('doctor.node-old', { version, safe: SAFE.join('.') }), saying('doctor.newer-node'))
    : ok(saying('doctor.node-fine', { version }))
}
