import { createPrivateKey, sign } from 'node:crypto'
import { dkimKey } from '../support/keys.ts'

const HEADER = Buffer.alloc(1500, 'a')

/** S: the seconds that one rsa-2048 signature of a header takes one thread. */
export function signatureTime(count = 500): number {
  const key = createPrivateKey(dkimKey().privateKey)
  const startedAt = process.cpuUsage()
  for (let index = 0; index < count; index++) sign('sha256', HEADER, key)
  return cpuSeconds(startedAt) / count
}

/** User and system time of this whole process since then. */
export function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1_000_000
}
