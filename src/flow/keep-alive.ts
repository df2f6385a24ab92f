import { DAY, type Instant } from '../domain/instant.ts'
import type { Store } from '../store/dialect.ts'
import { endHeartbeat, forgetHeartbeats, saveHeartbeat, type Heartbeat } from '../store/heartbeats.ts'

/** A process that was killed is missed for so long. */
const REMEMBERED = 7 * DAY

/** Writes down that a process is alive. */
export async function keepAlive({ db }: Store, beat: Heartbeat, now: Instant): Promise<void> {
  await saveHeartbeat(db, beat, now)
  await forgetHeartbeats(db, now - REMEMBERED)
}

export const sayGoodbye = ({ db }: Store, run: string): Promise<void> => endHeartbeat(db, run)
