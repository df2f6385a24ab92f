import { MINUTE, type Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'

/** A process as it was last heard of. `isSilent`: for longer than it should be, and it did not say goodbye. */
export type ListedProcess = {
  run: string
  host: string
  pid: number
  roles: string[]
  version: string
  startedAt: Instant
  seenAt: Instant
  isSilent: boolean
  troubles: number
  lastTrouble: string | null
}

const SILENT_AFTER = MINUTE

export async function listProcesses(db: Db, now: Instant): Promise<ListedProcess[]> {
  const rows = await db.selectFrom('heartbeats').selectAll().orderBy('seen_at', 'desc').limit(50).execute()
  return rows.map(({ roles, started_at, seen_at, last_trouble, ...row }) => ({
    ...row,
    roles: roles.split(','),
    startedAt: started_at,
    seenAt: seen_at,
    isSilent: now - seen_at > SILENT_AFTER,
    lastTrouble: last_trouble,
  }))
}
