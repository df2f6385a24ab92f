import type { Instant } from '../domain/instant.ts'
import { placeMail } from '../domain/mails-a-day.ts'
import { afterQuiet, unpackQuiet } from '../domain/quiet-hours.ts'
import type { Chunk } from '../store/addressing-chunk.ts'
import { hasMostMails, listCrowdedDeliveries } from '../store/crowded-days.ts'
import type { Db } from '../store/dialect.ts'
import { moveDeliveries } from '../store/due-again.ts'
import { listQuietDeliveries } from '../store/quiets.ts'
import { isHour, knownHour, type Rules } from './addressing-rules.ts'

/** Lets the chunk's mails of an instant digest wait for the end of the quiet hours that their readers have chosen. */
export async function keepQuiet(tx: Db, chunk: Chunk, { digest, releaseAt }: Rules): Promise<void> {
  if (digest.release !== 'instant') return
  const quiet = await listQuietDeliveries(tx, chunk)
  const ends = remembered((key: string) => {
    const { hour, quiet: packed } = JSON.parse(key) as Pick<(typeof quiet)[number], 'hour' | 'quiet'>
    return isHour(hour) ? afterQuiet(unpackQuiet(packed), knownHour(hour, digest), releaseAt) : releaseAt
  })
  const moved = quiet.map(({ id, ...rest }) => ({ id, dueAt: ends(JSON.stringify(rest)), putOff: false }))
  await moveDeliveries(tx, chunk, moved)
}

/**
 * Puts off mails to readers whose day has as many as may be, and says whether there were any. Few are crowded, and of those many have the
 * same hours and mails, so where they go is a plain function, asked once for each such case.
 */
export async function putOffCrowded(tx: Db, chunk: Chunk, { digest, mostMails, now }: Rules & { now: Instant }): Promise<boolean> {
  if (mostMails === null && !(await hasMostMails(tx, chunk))) return false
  const crowded = await listCrowdedDeliveries(tx, chunk, { most: mostMails, joins: digest.joins, now })
  const places = remembered((key: string) => {
    const { hour, ...rest } = JSON.parse(key) as Omit<(typeof crowded)[number], 'id'>
    return isHour(hour) ? placeMail({ ...rest, hour: knownHour(hour, digest) }) : rest.dueAt
  })
  const moved = crowded
    .map(({ id, ...rest }) => ({ id, was: rest.dueAt, dueAt: places(JSON.stringify(rest)), putOff: true }))
    .filter(({ was, dueAt }) => was !== dueAt)
  await moveDeliveries(tx, chunk, moved)
  return moved.length > 0
}

function remembered<Answer>(ask: (key: string) => Answer): (key: string) => Answer {
  const known = new Map<string, Answer>()
  return (key) => {
    const answer = known.has(key) ? (known.get(key) as Answer) : ask(key)
    known.set(key, answer)
    return answer
  }
}
