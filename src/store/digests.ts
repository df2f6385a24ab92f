import type { Digest } from '../domain/digest.ts'
import type { DigestLook } from '../domain/digest-look.ts'
import type { DigestSchedule, Recurrence } from '../domain/digest-schedule.ts'
import type { Instant } from '../domain/instant.ts'
import { packQuiet, unpackQuiet } from '../domain/quiet-hours.ts'
import type { Names } from '../domain/topic.ts'
import { markPagesChanged } from './counters.ts'
import type { Db } from './dialect.ts'
import { listSkips } from './digest-skips.ts'
import type { Row } from './tables.ts'

type Chosen =
  | 'release'
  | 'quiet'
  | 'fewest'
  | 'mostWaits'
  | 'silentAfter'
  | 'joins'
  | 'leastPriority'
  | 'isPublic'
  | 'topicCap'
  | 'overflow'
  | 'isRecap'

export type NewDigest = Omit<Digest, 'id' | 'seqUntil' | 'nextNumber' | 'waits' | 'calendar' | Chosen> &
  Partial<Pick<Digest, Chosen | 'calendar'>> & { topicIds: number[] }

export async function listDigests(db: Db): Promise<Digest[]> {
  const rows = await db.selectFrom('digests').selectAll().orderBy('slug').execute()
  const datesOf = Map.groupBy(await db.selectFrom('calendar_dates').selectAll().execute(), ({ calendar }) => calendar)
  const skips = await listSkips(db)
  return rows.map((row) =>
    digestOf(row, [...(datesOf.get(row.calendar ?? '')?.map(({ date }) => date) ?? []), ...(skips.get(row.id) ?? [])]),
  )
}

export async function findDigest(db: Db, slug: string): Promise<Digest | undefined> {
  const row = await db.selectFrom('digests').selectAll().where('slug', '=', slug).executeTakeFirst()
  return row && digestOf(row, await listDatesLeftOut(db, row))
}

export async function getDigest(db: Db, id: number): Promise<Digest> {
  const row = await db.selectFrom('digests').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  return digestOf(row, await listDatesLeftOut(db, row))
}

async function listDatesLeftOut(db: Db, { id, calendar }: { id: number; calendar: string | null }): Promise<string[]> {
  const skipped = (await listSkips(db)).get(id) ?? []
  if (calendar === null) return skipped
  const rows = await db.selectFrom('calendar_dates').select('date').where('calendar', '=', calendar).orderBy('date').execute()
  return [...rows.map(({ date }) => date), ...skipped]
}

/** The topics it is limited to; none means that it carries every topic, future ones too. */
export async function listDigestTopics(db: Db, digestId: number): Promise<number[]> {
  const rows = await db.selectFrom('digest_topics').select('topic_id').where('digest_id', '=', digestId).orderBy('topic_id').execute()
  return rows.map((row) => row.topic_id)
}

export async function insertDigest(db: Db, digest: NewDigest, now: Instant): Promise<Digest> {
  const { slug, approval, cap, cutUntil } = digest
  const row = await db
    .insertInto('digests')
    .values({
      slug,
      names: JSON.stringify(digest.names),
      ...scheduleRow(digest.schedule),
      approval,
      cap,
      topic_cap: digest.topicCap ?? null,
      overflow: digest.overflow ?? 'page',
      is_recap: digest.isRecap ? 1 : 0,
      release: digest.release ?? 'fixed',
      calendar: digest.calendar ?? null,
      fewest: digest.fewest ?? 1,
      most_waits: digest.mostWaits ?? 0,
      silent_after: digest.silentAfter ?? null,
      joins: (digest.joins ?? true) ? 1 : 0,
      least_priority: digest.leastPriority ?? 9,
      quiet: digest.quiet ? packQuiet(digest.quiet) : null,
      late_limit: digest.lateLimit,
      useful_for: digest.usefulFor,
      cut_until: cutUntil,
      seq_until: 0,
      next_number: 1,
      public: digest.isPublic === false ? 0 : 1,
      created_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await markPagesChanged(db, now)
  for (const topicId of digest.topicIds) await db.insertInto('digest_topics').values({ digest_id: row.id, topic_id: topicId }).execute()
  return digestOf(row, await listDatesLeftOut(db, row))
}

/** Writes down what a digest is to be from now on; how far it has come stays. */
export async function changeDigest(db: Db, digest: Digest, now: Instant): Promise<void> {
  const { release, calendar, approval, cap, fewest, joins } = digest
  await db
    .updateTable('digests')
    .set({
      ...scheduleRow(digest.schedule),
      ...{ release, calendar, approval, cap, fewest, joins: joins ? 1 : 0 },
      late_limit: digest.lateLimit,
      useful_for: digest.usefulFor,
      most_waits: digest.mostWaits,
      silent_after: digest.silentAfter,
      least_priority: digest.leastPriority,
      quiet: digest.quiet && packQuiet(digest.quiet),
      names: JSON.stringify(digest.names),
      topic_cap: digest.topicCap,
      overflow: digest.overflow,
      is_recap: digest.isRecap ? 1 : 0,
      public: digest.isPublic ? 1 : 0,
    })
    .where('id', '=', digest.id)
    .execute()
  // What may stand on the web, and when the next issue comes, may be another now.
  await markPagesChanged(db, now)
}

export async function saveLook(tx: Db, id: number, look: DigestLook): Promise<void> {
  await tx
    .updateTable('digests')
    .set({ look: JSON.stringify(look) })
    .where('id', '=', id)
    .execute()
}

/** Limits it to some topics; none means that it carries every topic. */
export async function limitToTopics(tx: Db, id: number, topicIds: number[]): Promise<void> {
  await tx.deleteFrom('digest_topics').where('digest_id', '=', id).execute()
  const rows = topicIds.map((topicId) => ({ digest_id: id, topic_id: topicId }))
  if (rows.length > 0) await tx.insertInto('digest_topics').values(rows).execute()
}

const scheduleRow = ({ zone, minute, weekdays, recurrence }: DigestSchedule) => ({
  ...{ zone, minute, weekdays },
  recurrence: JSON.stringify(recurrence ?? { kind: 'weekly', every: 1 }),
})

export type DigestProgress = { cutUntil: Instant; seqUntil: number; nextNumber: number; waits: number }

/** Moves a digest on, if nobody else has in the meantime: of many processes that tick at once, one is told true. */
export async function advanceDigest(db: Db, digest: Digest, to: DigestProgress): Promise<boolean> {
  const result = await db
    .updateTable('digests')
    .set({ cut_until: to.cutUntil, seq_until: to.seqUntil, next_number: to.nextNumber, waits: to.waits })
    .where('id', '=', digest.id)
    .where('cut_until', '=', digest.cutUntil)
    .where('seq_until', '=', digest.seqUntil)
    .where('next_number', '=', digest.nextNumber)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

function digestOf(row: Row<'digests'>, leftOut: string[]): Digest {
  return {
    id: row.id,
    slug: row.slug,
    names: JSON.parse(row.names) as Names,
    schedule: {
      ...{ zone: row.zone, minute: row.minute, weekdays: row.weekdays },
      recurrence: JSON.parse(row.recurrence) as Recurrence,
      leftOut,
    },
    calendar: row.calendar,
    release: row.release,
    approval: row.approval,
    cap: row.cap,
    topicCap: row.topic_cap,
    overflow: row.overflow,
    isRecap: row.is_recap === 1,
    lateLimit: row.late_limit,
    usefulFor: row.useful_for,
    cutUntil: row.cut_until,
    seqUntil: row.seq_until,
    nextNumber: row.next_number,
    fewest: row.fewest,
    mostWaits: row.most_waits,
    waits: row.waits,
    silentAfter: row.silent_after,
    joins: row.joins === 1,
    leastPriority: row.least_priority,
    quiet: row.quiet === null ? null : unpackQuiet(row.quiet),
    isPublic: row.public === 1,
    ...(row.look !== '{}' && { look: JSON.parse(row.look) as DigestLook }),
  }
}
