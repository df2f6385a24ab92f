import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** A process that is alive: what it does, and what troubled it last. */
export type Heartbeat = {
  run: string
  host: string
  pid: number
  roles: readonly string[]
  version: string
  startedAt: Instant
  troubles: number
  lastTrouble: string | null
}

export async function saveHeartbeat(db: Db, beat: Heartbeat, now: Instant): Promise<void> {
  const { run, host, pid, version, troubles } = beat
  const row = { host, pid, roles: beat.roles.join(','), version, started_at: beat.startedAt, troubles, last_trouble: beat.lastTrouble }
  await db
    .insertInto('heartbeats')
    .values({ run, ...row, seen_at: now })
    .onConflict((conflict) => conflict.column('run').doUpdateSet({ ...row, seen_at: now }))
    .execute()
}

export async function forgetHeartbeats(db: Db, before: Instant): Promise<void> {
  await db.deleteFrom('heartbeats').where('seen_at', '<', before).execute()
}

/** The process stopped as it was told to: nobody misses it. */
export async function endHeartbeat(db: Db, run: string): Promise<void> {
  await db.deleteFrom('heartbeats').where('run', '=', run).execute()
}
