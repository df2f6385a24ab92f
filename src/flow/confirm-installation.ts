import { cutsBetween } from '../domain/digest-schedule.ts'
import type { Digest } from '../domain/digest.ts'
import type { Instant } from '../domain/instant.ts'
import { hoursFrom } from '../domain/reader-hour.ts'
import { writeDeed, type Actor } from '../store/audit.ts'
import { getPublishSeqAt } from '../store/counters.ts'
import type { Db, Store } from '../store/dialect.ts'
import { advanceDigest, listDigests } from '../store/digests.ts'
import { listHoursInUse, listReaderHours } from '../store/due-hours.ts'
import { listHoursServed, saveHoursServed } from '../store/hours-served.ts'
import { callOlder, findConfirmedPlace, isCalledOlder, noteConfirmed, setPlace } from '../store/installation.ts'
import { holdUnaddressed } from '../store/held-issues.ts'
import { doubtDueDeliveries } from '../store/restored-deliveries.ts'
import { isHour, knownHour } from './addressing-rules.ts'

type Word = { place: string; sentUntil: Instant | undefined; by: Actor }

export type Confirmed = { doubtful: number; heldIssues: number }

/**
 * A person says that this database is the real one. `sentUntil`: so long the original may have gone on sending after the copy was made.
 * What was due by then counts as sent: deliveries become doubtful, which a person may look at and nobody sends again by itself, and digests
 * go on behind their dates until then. Undefined: nothing was sent elsewhere, the database has only moved.
 */
export async function confirmInstallation({ db }: Store, { place, sentUntil, by }: Word, now: Instant): Promise<Confirmed> {
  return db.transaction().execute(async (tx) => {
    const before = { place: await findConfirmedPlace(tx), isCalledOlder: await isCalledOlder(tx) }
    await setPlace(tx, place)
    await callOlder(tx, false)
    await noteConfirmed(tx, now)
    const until = sentUntil === undefined ? undefined : Math.min(sentUntil, now)
    const done = until === undefined ? { doubtful: 0, heldIssues: 0 } : await countAsSent(tx, until, now)
    const after = { place, sentUntil: until ?? null, ...done }
    await writeDeed(tx, by, { action: 'installation.confirm', subject: 'installation', before, after }, now)
    return done
  })
}

async function countAsSent(tx: Db, until: Instant, now: Instant): Promise<Confirmed> {
  for (const digest of await listDigests(tx)) await passDates(tx, digest, until)
  const heldIssues = await holdUnaddressed(tx, { dueBy: until, at: now, reason: 'restored from a copy: the original may have sent it' })
  return { doubtful: await doubtDueDeliveries(tx, { until, now }), heldIssues }
}

/** Of what was published by a date of the digest, the original has made an issue. */
async function passDates(tx: Db, digest: Digest, until: Instant): Promise<void> {
  if (until <= digest.cutUntil) return
  const lastCut = digest.release === 'fixed' ? cutsBetween(digest.schedule, digest.cutUntil, until).at(-1) : until
  const seq = lastCut === undefined ? digest.seqUntil : await getPublishSeqAt(tx, lastCut)
  if (digest.release === 'rolling') await passHours(tx, digest, { until, seq })
  await advanceDigest(tx, digest, { ...digest, cutUntil: until, seqUntil: Math.max(seq, digest.seqUntil) })
}

/** Of a rolling digest, the readers of each hour have what was published when it last came. */
async function passHours(tx: Db, digest: Digest, { until, seq }: { until: Instant; seq: number }): Promise<void> {
  const hours = (await listReaderHours(tx)).filter(isHour)
  const inUse = await listHoursInUse(
    tx,
    digest.id,
    hours.map(({ id }) => id),
  )
  const served = await listHoursServed(tx, digest.id)
  for (const hour of hours.filter(({ id }) => inUse.includes(id))) {
    const last = hoursFrom(knownHour(hour, digest), until, -1).find((at) => at <= until)
    const before = served.get(hour.id) ?? digest.seqUntil
    const now = last !== undefined && last > digest.cutUntil ? await getPublishSeqAt(tx, last) : before
    await saveHoursServed(tx, { digestId: digest.id, hourId: hour.id }, Math.max(now, before) < seq ? Math.max(now, before) : undefined)
  }
}
