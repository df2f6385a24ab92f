import type { Digest } from '../domain/digest.ts'
import type { Instant } from '../domain/instant.ts'
import { hasCalendar } from '../store/calendars.ts'
import type { Store } from '../store/dialect.ts'
import { changeDigest, findDigest } from '../store/digests.ts'
import { faultOfRelease } from './release-fault.ts'

/** What of a digest may be changed at any time. What has been cut already stays as it is. */
export type DigestChange = Partial<
  Pick<Digest, 'schedule' | 'calendar' | 'release' | 'approval' | 'cap' | 'lateLimit' | 'usefulFor' | 'fewest' | 'mostWaits'> &
    Pick<Digest, 'silentAfter' | 'joins' | 'leastPriority' | 'quiet' | 'isPublic'>
>

export type Edited = { ok: true; digest: Digest } | { ok: false; message: string }

/** Changes a digest; the next date follows from its new schedule. */
export async function editDigest(store: Store, slug: string, change: DigestChange, now: Instant): Promise<Edited> {
  const known = await findDigest(store.db, slug)
  if (!known) return { ok: false, message: `There is no digest "${slug}". "digest list" shows those that there are.` }
  const digest = { ...known, ...change }
  const fault = faultOfRelease(digest) ?? (await faultOfCalendar(store, digest.calendar))
  if (fault !== undefined) return { ok: false, message: fault }
  await store.db.transaction().execute((tx) => changeDigest(tx, digest, now))
  const edited = await findDigest(store.db, slug)
  return edited ? { ok: true, digest: edited } : { ok: false, message: `The digest "${slug}" is gone.` }
}

export async function faultOfCalendar(store: Store, calendar: string | null | undefined): Promise<string | undefined> {
  if (calendar === null || calendar === undefined || (await hasCalendar(store.db, calendar))) return undefined
  return `There is no calendar "${calendar}". "calendar add ${calendar} <date>" makes it.`
}
