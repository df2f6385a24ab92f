import type { Digest } from '../domain/digest.ts'
import type { Instant } from '../domain/instant.ts'
import { silentSince, silentSinceDay } from '../domain/silent-dates.ts'
import type { Db } from '../store/dialect.ts'
import { hasSilentReader, listDates } from '../store/silent-notes.ts'

/** From when on a reader of the digest must have had nothing to get a note with its issue of a date; undefined: nobody gets one. */
export async function findSilentSince(db: Db, { id, silentAfter, release }: Digest, at: Instant): Promise<Instant | undefined> {
  if (silentAfter === null) return undefined
  if (release === 'rolling') return silentSinceDay(at, silentAfter)
  return silentSince(await listDates(db, { digestId: id, upTo: at, count: silentAfter }), silentAfter)
}

/**
 * Whether a date without any story makes an issue all the same, because somebody has to be told that there is nothing; `hourIds`: of a
 * digest that rolls, the hours that come round.
 */
export async function isAnybodySilent(db: Db, digest: Digest, { at, hourIds }: { at: Instant; hourIds?: number[] }): Promise<boolean> {
  const since = await findComingSince(db, digest, at)
  return since !== undefined && hasSilentReader(db, { digestId: digest.id, since, hourIds })
}

/** The same as `findSilentSince` for a date that is only about to be cut. */
async function findComingSince(db: Db, { id, silentAfter, release }: Digest, at: Instant): Promise<Instant | undefined> {
  if (silentAfter === null) return undefined
  if (release === 'rolling') return silentSinceDay(at, silentAfter)
  const dates = await listDates(db, { digestId: id, upTo: at - 1, count: silentAfter - 1 })
  return silentSince([...dates, at], silentAfter)
}
