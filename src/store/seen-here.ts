import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Instant } from '../domain/instant.ts'

/** What a data folder remembers of the last sign of life of its database; a backup of the database does not have it. */
export function readSeenHere(dataDir: string, place: string): Instant | undefined {
  try {
    const known = JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as { place?: unknown; seenAt?: unknown }
    return known.place === place && typeof known.seenAt === 'number' ? known.seenAt : undefined
  } catch {
    return undefined
  }
}

/** A folder that nobody may write to remembers nothing, which stops nobody. */
export function writeSeenHere(dataDir: string, place: string, seenAt: Instant): void {
  const file = fileIn(dataDir)
  try {
    writeFileSync(`${file}.new`, `${JSON.stringify({ place, seenAt })}\n`, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  } catch {
    return
  }
}

const fileIn = (dataDir: string): string => join(dataDir, 'last-seen.json')
