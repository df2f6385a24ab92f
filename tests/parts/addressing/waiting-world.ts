import { sql } from 'kysely'
import type { Instant } from '../../../src/domain/instant.ts'
import type { QuietHours } from '../../../src/domain/quiet-hours.ts'
import { packQuiet } from '../../../src/domain/quiet-hours.ts'
import { quarterOf } from '../../../src/domain/mails-a-day.ts'
import type { ReaderHour } from '../../../src/domain/reader-hour.ts'
import { addressIssue } from '../../../src/flow/address-issue.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { findIssue, insertIssue, markApproved, recordCut } from '../../../src/store/issues.ts'
import { saveSubscription } from '../../../src/store/subscriptions.ts'
import { whole } from '../../../src/store/typed-value.ts'
import { digest, NOON, publish, topics } from '../../support/world.ts'

/** A reader; `follows`: what the issue at hand is about. `others`: what other issues, by their place, have for the reader. */
export type WaitingReader = {
  hour: ReaderHour
  follows: boolean
  quiet: QuietHours | null
  mailsADay: number | null
  joins: boolean | null
  wantsNote: boolean
  subscribedAt: Instant
  others: ({ state: 'queued' | 'accepted' | 'withheld' | 'refused' | 'doubtful'; attempts: number; dueAt: Instant } | null)[]
}

/** The digest of the issue at hand, and the issues around it: of the same digest, or of one that joins or does not. */
export type WaitingWorld = {
  release: 'fixed' | 'instant'
  quiet: QuietHours | null
  joins: boolean
  silentAfter: number | null
  issues: { isOwn: boolean; joins: boolean; dueAt: Instant }[]
  readers: WaitingReader[]
}

export type Waiting = { state: string; stories: number; dueAt: Instant; putOffFrom: Instant | null }

let worlds = 0

/** Stores the world, addresses its issue at noon, and says what there is for each reader. */
export async function addressWorld(store: Store, world: WaitingWorld): Promise<(Waiting | undefined)[]> {
  const name = `w${++worlds}`
  const { db } = store
  await topics(store, name, `${name}-other`)
  const settings = { release: world.release, quiet: world.quiet, joins: world.joins, silentAfter: world.silentAfter }
  // Cut on Tuesdays, so that every reader's hour comes before the next issue.
  const own = await digest(store, { slug: name, ...settings, schedule: { zone: 'UTC', minute: 360, weekdays: 2 } })
  const apart = await digest(store, { slug: `${name}-apart`, joins: false })
  const together = await digest(store, { slug: `${name}-together` })
  const briefingId = await publish(store, { key: name, topics: [name] })
  const { topic_id } = await db
    .selectFrom('briefing_topics')
    .select('topic_id')
    .where('briefing_id', '=', briefingId)
    .executeTakeFirstOrThrow()
  const stories = [{ position: 0, briefingId, revision: 1, topicIds: [topic_id] }]
  const window = { seqFrom: 0, seqTo: 1, overCap: 0 }
  const issueIds: number[] = []
  for (const [index, { isOwn, joins, dueAt }] of world.issues.entries()) {
    const digestId = isOwn ? own.id : joins ? together.id : apart.id
    const id = await insertIssue(db, { digestId, number: index + 1, dueAt: dueAt + index, ...window, stories: [] }, NOON)
    await markApproved(db, id, { at: NOON, by: 'test', partsHash: '', releaseAt: NOON })
    await db.updateTable('issues').set({ state: 'addressed', addressed_at: NOON }).where('id', '=', id).execute()
    if (isOwn) await recordCut(db, { digestId, dueAt: dueAt + index, verdict: 'composed', issueId: id }, NOON)
    issueIds.push(id)
  }
  const readerIds: number[] = []
  for (const [index, reader] of world.readers.entries()) {
    const address = `reader${index}@${name}.example`
    const { id } = await db
      .insertInto('subscribers')
      .values({
        address,
        canonical: address,
        name: '',
        created_at: NOON,
        mails_a_day: reader.mailsADay,
        joins: reader.joins === null ? null : Number(reader.joins),
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    readerIds.push(id)
    const choices = { hour: reader.hour, languages: ['en'], format: 'html' as const, topicIds: [reader.follows ? topic_id : topic_id + 1] }
    const subscription = await saveSubscription(
      db,
      { subscriberId: id, digestId: own.id },
      { ...choices, silentNote: reader.wantsNote },
      reader.subscribedAt,
    )
    await db
      .updateTable('subscriptions')
      .set({ quiet: reader.quiet && packQuiet(reader.quiet) })
      .where('id', '=', subscription)
      .execute()
    for (const [which, other] of reader.others.entries()) {
      const issue_id = issueIds[which]
      if (!other || issue_id === undefined) continue
      const times = { due_at: other.dueAt, next_at: other.dueAt }
      const row = {
        issue_id,
        subscriber_id: id,
        state: other.state,
        ...times,
        low: 0,
        high: 0,
        topics: '1',
        language: 'en',
        attempts: other.attempts,
      }
      await db
        .insertInto('deliveries')
        .values({ ...row, format: 'html' })
        .execute()
      await db
        .insertInto('issue_quarters')
        .values({ issue_id, quarter: quarterOf(other.dueAt) })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    }
  }
  // They follow the digests of the other issues, too: only such are looked at.
  for (const { id } of [apart, together])
    await sql`insert into subscriptions (digest_id, subscriber_id, state, hour_id, language_list_id, format, topics, created_at)
      select ${whole(id)}, subscriber_id, state, hour_id, language_list_id, format, topics, created_at
      from subscriptions where digest_id = ${own.id}`.execute(db)
  const issueId = await insertIssue(db, { digestId: own.id, number: 99, dueAt: NOON, ...window, stories }, NOON)
  await recordCut(db, { digestId: own.id, dueAt: NOON, verdict: 'composed', issueId }, NOON)
  await markApproved(db, issueId, { at: NOON, by: 'test', partsHash: '', releaseAt: NOON })
  const issue = await findIssue(db, issueId)
  if (!issue) throw new Error('The issue is gone')
  await addressIssue(store, issue, { now: NOON, size: 3 })
  const rows = await db.selectFrom('deliveries').selectAll().where('issue_id', '=', issueId).execute()
  return readerIds.map((id) => {
    const row = rows.find((one) => one.subscriber_id === id)
    return row && { state: row.state, stories: row.low, dueAt: row.due_at, putOffFrom: row.put_off_from }
  })
}
