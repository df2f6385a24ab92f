import type { Instant } from '../domain/instant.ts'
import { nextHour, type ReaderHour } from '../domain/reader-hour.ts'
import type { Db } from '../store/dialect.ts'
import { getDigest } from '../store/digests.ts'
import { moveDeliveries } from '../store/due-again.ts'
import { joinDeliveries, listMeetings } from '../store/joining.ts'
import { freeWaiting } from '../store/waiting-deliveries.ts'
import { isHour, knownHour } from './addressing-rules.ts'

/**
 * A reader has moved, or changed the hour, while a mail was waiting for the old one: it comes at the next coming of the new hour instead,
 * and leaves with what falls due then. What is due already is under way, and an instant mail waits for no hour. Addressing is not waited
 * for: should it join something to the mail just now, both leave together at the later of their times.
 */
export async function followMove(tx: Db, move: { subscriberId: number; digestId: number; hour: ReaderHour; now: Instant }): Promise<void> {
  const { subscriberId, digestId, hour, now } = move
  const digest = await getDigest(tx, digestId)
  if (digest.release === 'instant' || !isHour(hour)) return
  const waiting = await freeWaiting(tx, { subscriberId, digestId, now })
  const dueAt = nextHour(knownHour(hour, digest), now)
  for (const { id, issueId } of waiting) {
    const chunk = { issueId, digestId, after: subscriberId - 1, to: subscriberId }
    await moveDeliveries(tx, chunk, [{ id, dueAt, putOff: false }])
    await joinDeliveries(tx, chunk, await listMeetings(tx, chunk, now))
  }
}
