import { sql } from 'kysely'
import type { Language } from '../domain/briefing.ts'
import type { Instant } from '../domain/instant.ts'
import type { Positions } from '../domain/positions.ts'
import type { ReaderHour } from '../domain/reader-hour.ts'
import type { Db } from './dialect.ts'

/**
 * What the rules say of every hour and every list of languages that readers of the issue's digest have chosen: there are few of
 * each, so the rules stay plain functions, and the database only joins their answers.
 */
export type AddressingTable = {
  hours: { hourId: number; dueAt: Instant }[]
  languages: { listId: number; language: Language; readable: Positions }[]
}

export type Unanswered = { hours: (ReaderHour & { id: number })[]; lists: { id: number; languages: Language[] }[] }

/** The hours and language lists in use among the chunk's active readers that the issue has no answer for yet. */
export async function listUnanswered(db: Db, { issueId, digestId, after, to }: Chunk): Promise<Unanswered> {
  const hours = await sql<ReaderHour & { id: number }>`
    select id, zone, minute, weekdays from reader_hours
    where id in (
        select hour_id from subscriptions where digest_id = ${digestId} and id > ${after} and id <= ${to} and state = 'active')
      and id not in (select hour_id from issue_hours where issue_id = ${issueId})`.execute(db)
  const lists = await sql<{ id: number; languages: string }>`
    select id, languages from language_lists
    where id in (
        select language_list_id from subscriptions where digest_id = ${digestId} and id > ${after} and id <= ${to} and state = 'active')
      and id not in (select language_list_id from issue_languages where issue_id = ${issueId})`.execute(db)
  return { hours: hours.rows, lists: lists.rows.map(({ id, languages }) => ({ id, languages: languages.split(',') })) }
}

export async function insertAnswers(db: Db, issueId: number, table: AddressingTable): Promise<void> {
  const hours = table.hours.map(({ hourId, dueAt }) => ({ issue_id: issueId, hour_id: hourId, due_at: dueAt }))
  const lists = table.languages.map(({ listId, language, readable }) => ({
    issue_id: issueId,
    language_list_id: listId,
    language,
    ...readable,
  }))
  for (const row of hours)
    await db
      .insertInto('issue_hours')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  for (const row of lists)
    await db
      .insertInto('issue_languages')
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}

/** The id up to which the next chunk of a digest's readers goes; undefined behind the last. */
export async function findChunkEnd(db: Db, of: { digestId: number; after: number; size: number }): Promise<number | undefined> {
  const { rows } = await sql<{ last: number | null }>`
    select max(id) as last from (
      select id from subscriptions where digest_id = ${of.digestId} and id > ${of.after} order by id limit ${of.size}) as chunk`.execute(db)
  return rows[0]?.last ?? undefined
}

export type Chunk = { issueId: number; digestId: number; after: number; to: number }

/** Moves the issue's addressing on by one chunk, unless another process did: one of many is told true. */
export async function takeChunk(tx: Db, chunk: Chunk): Promise<boolean> {
  const result = await tx
    .updateTable('issues')
    .set({ addressed_through: chunk.to })
    .where('id', '=', chunk.issueId)
    .where('addressed_through', '=', chunk.after)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/**
 * Queues a delivery for every active reader of the chunk who can read at least one story on one of the reader's topics. Each story
 * counts once per reader, whatever the number of its topics: the sum over distinct single bits is their union.
 */
export async function insertDeliveries(tx: Db, chunk: Chunk): Promise<number> {
  const result = await sql`
    insert into deliveries (issue_id, subscriber_id, state, due_at, next_at, low, high, topics, language, format, attempts)
    select ${chunk.issueId}, s.subscriber_id, 'queued', h.due_at, h.due_at, m.low & l.low, m.high & l.high, s.topics, l.language, s.format, 0
    from (
      select subscription_id, cast(sum(low) as bigint) as low, cast(sum(high) as bigint) as high
      from (
        select distinct t.subscription_id, x.low, x.high
        from subscription_topics as t join issue_story_topics as x on x.topic_id = t.topic_id
        where x.issue_id = ${chunk.issueId} and t.subscription_id > ${chunk.after} and t.subscription_id <= ${chunk.to}) as matches
      group by subscription_id) as m
    join subscriptions as s on s.id = m.subscription_id
    join issue_hours as h on h.issue_id = ${chunk.issueId} and h.hour_id = s.hour_id
    join issue_languages as l on l.issue_id = ${chunk.issueId} and l.language_list_id = s.language_list_id
    where s.digest_id = ${chunk.digestId} and s.state = 'active' and ((m.low & l.low) > 0 or (m.high & l.high) > 0)
      and not exists (
        select 1 from subscribers as r join suppressions as p on p.canonical = r.canonical where r.id = s.subscriber_id)
    on conflict (issue_id, subscriber_id) do nothing`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}

/** How many active readers of the chunk get nothing, by reason. */
export async function countWithheld(tx: Db, chunk: Chunk): Promise<{ reason: WithheldReason; readers: number }[]> {
  const { rows } = await sql<{ reason: WithheldReason; readers: number }>`
    select reason, count(*) as readers from (
      select case
        when exists (select 1 from subscribers as r join suppressions as p on p.canonical = r.canonical where r.id = s.subscriber_id) then 'suppressed'
        when exists (
          select 1 from subscription_topics as t join issue_story_topics as x on x.topic_id = t.topic_id
          where x.issue_id = ${chunk.issueId} and t.subscription_id = s.id) then 'no-story-in-a-language'
        else 'no-story-on-a-topic' end as reason
      from subscriptions as s
      where s.digest_id = ${chunk.digestId} and s.state = 'active' and s.id > ${chunk.after} and s.id <= ${chunk.to}
        and not exists (select 1 from deliveries as d where d.issue_id = ${chunk.issueId} and d.subscriber_id = s.subscriber_id)) as withheld
    group by reason`.execute(tx)
  return rows
}

export type WithheldReason = 'suppressed' | 'no-story-on-a-topic' | 'no-story-in-a-language'

export async function addToTally(tx: Db, issueId: number, reason: string, readers: number): Promise<void> {
  await tx
    .insertInto('issue_tallies')
    .values({ issue_id: issueId, reason, readers })
    .onConflict((conflict) =>
      conflict.columns(['issue_id', 'reason']).doUpdateSet((eb) => ({ readers: eb('issue_tallies.readers', '+', readers) })),
    )
    .execute()
}

/** approved → addressed, once the last chunk is done. */
export async function markAddressed(db: Db, issueId: number, now: Instant): Promise<void> {
  await db
    .updateTable('issues')
    .set({ state: 'addressed', addressed_at: now })
    .where('id', '=', issueId)
    .where('state', '=', 'approved')
    .execute()
}
