import type { Digest } from '../domain/digest.ts'
import type { Instant } from '../domain/instant.ts'
import { silentSince } from '../domain/silent-dates.ts'
import type { Db } from '../store/dialect.ts'
import { hasSilentReader, listDates } from '../store/silent-notes.ts'

/** From when on a reader of the digest must have had nothing to get a note with its issue of a date; undefined: nobody gets one. */
export async function findSilentSince(db: Db, { id, silentAfter }: Digest, at: Instant): Promise<Instant | undefined> {
  if (silentAfter === null) return undefined
  return silentSince(await listDates(db, { digestId: id, upTo: at, count: silentAfter }), silentAfter)
}

/** Whether a date without any story makes an issue all the same, because somebody has to be told that there is nothing. */
export async function isAnybodySilent(db: Db, digest: Digest, at: Instant): Promise<boolean> {
  const { id, silentAfter } = digest
  if (silentAfter === null) return false
  const dates = await listDates(db, { digestId: id, upTo: at - 1, count: silentAfter - 1 })
  const since = silentSince([...dates, at], silentAfter)
  return since !== undefined && hasSilentReader(db, { digestId: id, since })
}
