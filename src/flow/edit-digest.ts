import { saying, type Saying } from '../domain/saying.ts'
import type { Digest } from '../domain/digest.ts'
import type { Instant } from '../domain/instant.ts'
import { MOST_POSITIONS } from '../domain/positions.ts'
import { writeDeed, type Actor } from '../store/audit.ts'
import { hasCalendar } from '../store/calendars.ts'
import type { Db, Store } from '../store/dialect.ts'
import { changeDigest, findDigest, limitToTopics, listDigestTopics } from '../store/digests.ts'
import { inTransaction } from '../store/in-transaction.ts'
import { listTopics } from '../store/topics.ts'
import { checkNames } from './check-names.ts'
import { faultOfRelease } from './release-fault.ts'

/** What of a digest may be changed at any time. What has been cut already stays as it is. `topics` by slug; none: every topic. */
export type DigestChange = Partial<
  Pick<Digest, 'names' | 'schedule' | 'calendar' | 'release' | 'approval' | 'cap' | 'topicCap' | 'overflow' | 'isRecap' | 'isPublic'> &
    Pick<Digest, 'lateLimit' | 'usefulFor' | 'fewest' | 'mostWaits' | 'silentAfter' | 'joins' | 'leastPriority' | 'quiet'>
> & { topics?: string[] }

export type Edited = { ok: true; digest: Digest } | { ok: false; message: Saying }

/** Changes a digest; the next date follows from its new schedule. Who did it is written down where that is known. */
export async function editDigest(
  store: Store,
  slug: string,
  { topics, ...change }: DigestChange,
  now: Instant,
  by?: Actor,
): Promise<Edited> {
  return inTransaction(store.db, async (tx): Promise<Edited> => {
    const known = await findDigest(tx, slug)
    if (!known) return { ok: false, message: saying('refusals.no-digest', { slug }) }
    const names = checkNames(change.names ?? known.names)
    if (!names.ok) return names
    const digest = { ...known, ...change, names: names.names }
    const fault = faultOfRelease(digest) ?? faultOfCaps(digest) ?? (await faultOfCalendar({ db: tx }, digest.calendar))
    if (fault !== undefined) return { ok: false, message: fault }
    const limit = await readTopics(tx, topics)
    if (!limit.ok) return limit
    const before = { ...told(known), topicIds: await listDigestTopics(tx, known.id) }
    await changeDigest(tx, digest, now)
    if (limit.ids) await limitToTopics(tx, known.id, limit.ids)
    const edited = await findDigest(tx, slug)
    if (!edited) return { ok: false, message: saying('refusals.digest-gone', { slug }) }
    const after = { ...told(edited), topicIds: await listDigestTopics(tx, known.id) }
    if (by) await writeDeed(tx, by, { action: 'digest.edit', subject: `digest:${slug}`, before, after }, now)
    return { ok: true, digest: edited }
  })
}

/** What somebody may have decided, without how far it has come. */
function told({ id: _id, cutUntil: _cut, seqUntil: _seq, nextNumber: _next, waits: _waits, look: _look, ...decided }: Digest): object {
  return decided
}

function faultOfCaps({ cap, topicCap }: Digest): Saying | undefined {
  const isRight = (count: number): boolean => Number.isInteger(count) && count >= 1 && count <= MOST_POSITIONS
  return isRight(cap) && (topicCap === null || isRight(topicCap)) ? undefined : saying('refusals.mail-holds', { most: MOST_POSITIONS })
}

async function readTopics(tx: Db, slugs: string[] | undefined): Promise<{ ok: true; ids?: number[] } | { ok: false; message: Saying }> {
  if (slugs === undefined) return { ok: true }
  const known = await listTopics(tx)
  const unknown = slugs.filter((slug) => !known.some((topic) => topic.slug === slug))
  if (unknown.length > 0) return { ok: false, message: saying('refusals.no-topics', { names: unknown.join(', ') }) }
  return { ok: true, ids: known.filter(({ slug }) => slugs.includes(slug)).map(({ id }) => id) }
}

export async function faultOfCalendar({ db }: { db: Db }, calendar: string | null | undefined): Promise<Saying | undefined> {
  if (calendar === null || calendar === undefined || (await hasCalendar(db, calendar))) return undefined
  return saying('refusals.no-calendar', { name: calendar })
}
