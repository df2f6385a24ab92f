import type { Instant } from '../../domain/instant.ts'
import { writeDeed, type Actor } from '../../store/audit.ts'
import * as sessions from '../../store/desk-sessions.ts'
import type { Store } from '../../store/dialect.ts'

/** Ends one session of a person, or all but one; says how many. A session of somebody else is not there. */
export async function endSessions(
  store: Store,
  of: { personId: number; id?: number; butNot?: number },
  by: Actor,
  now: Instant,
): Promise<number> {
  return store.db.transaction().execute(async (tx) => {
    const ended = await sessions.endSessions(tx, of)
    if (ended > 0) await writeDeed(tx, by, { action: 'session.end', subject: `person:${of.personId}`, after: { ended } }, now)
    return ended
  })
}
