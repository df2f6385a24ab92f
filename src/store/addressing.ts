import { sql, type RawBuilder } from 'kysely'
import type { Language } from '../domain/briefing.ts'
import type { Instant } from '../domain/instant.ts'
import type { Positions } from '../domain/positions.ts'
import type { ReaderHour } from '../domain/reader-hour.ts'
import { isInChunk, isOfChunk, isSuppressed, type Chunk } from './addressing-chunk.ts'
import type { Db } from './dialect.ts'
import type { Matching } from './matched-stories.ts'

/**
 * What the rules say of every hour and every list of languages that readers of the issue's digest have chosen: there are few of
 * each, so the rules stay plain functions, and the database only joins their answers.
 */
export type AddressingTable = {
  /** `window`: the stories after what the readers of the hour have been served to. */
  hours: { hourId: number; dueAt: Instant; verdict: 'due' | 'waits'; window: Positions }[]
  languages: { listId: number; language: Language; readable: Positions }[]
}

export type Unanswered = { hours: (ReaderHour & { id: number })[]; lists: { id: number; languages: Language[] }[] }

/** The id up to which the next chunk of a digest's readers goes; undefined behind the last. */
export async function findChunkEnd(
  db: Db,
  of: { issueId: number; digestId: number; after: number; size: number; isByHour?: boolean },
): Promise<number | undefined> {
  const { rows } = await sql<{ last: number | null }>`
    select max(id) as last from (${of.isByHour ? dueReaders(of) : allReaders(of)} order by id limit ${of.size}) as chunk`.execute(db)
  return rows[0]?.last ?? undefined
}

const allReaders = ({ digestId, after }: { digestId: number; after: number }): RawBuilder<unknown> =>
  sql`select subscriber_id as id from subscriptions where digest_id = ${digestId} and subscriber_id > ${after}`

// From the few hours to their readers, by the index; the other way round it would walk over all readers.
const dueReaders = ({ issueId, digestId, after }: { issueId: number; digestId: number; after: number }): RawBuilder<unknown> => sql`
  select s.subscriber_id as id from issue_hours as h cross join subscriptions as s
  where h.issue_id = ${issueId} and h.verdict = 'due' and s.digest_id = ${digestId} and s.hour_id = h.hour_id and s.subscriber_id > ${after}`

/** Moves the issue's addressing on by one chunk, unless another process did: one of many is told true. */
export async function takeChunk(tx: Db, chunk: Chunk): Promise<boolean> {
  const result = await tx
    .updateTable('issues')
    .set({ addressed_through: chunk.to })
    .where('id', '=', chunk.issueId)
    .where('addressed_through', '=', chunk.after)
    .where('state', '<>', 'draft')
    .$if(chunk.approvedAt !== undefined, (query) => query.where('approved_at', '=', chunk.approvedAt ?? 0))
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/**
 * Whoever addresses readers of whatever issue waits here for the one before: two issues that give one reader the same story at the same
 * moment would not see each other.
 */
export async function waitForOthers(tx: Db): Promise<void> {
  await tx
    .updateTable('counters')
    .set((eb) => ({ value: eb('value', '+', 1) }))
    .where('name', '=', 'addressing')
    .execute()
}

/** Whether a mute of some reader of the chunk holds. */
export async function hasMutes(tx: Db, chunk: Chunk, asOf: Instant): Promise<boolean> {
  const { rows } = await sql`
    select 1 from topic_mutes as q where ${isOfChunk(sql`q.subscriber_id`, chunk)} and (q.until is null or q.until > ${asOf}) limit 1`.execute(
    tx,
  )
  return rows.length > 0
}

export type LeftOver = 'unanswered' | 'suppressed' | 'waits' | 'paused' | 'no-story-on-a-topic' | 'no-story-in-a-language' | 'nothing-new'

/** How many active readers of the chunk have no delivery, by reason. */
export async function countLeftOver(
  tx: Db,
  chunk: Chunk,
  { idsIn, corrections: { low, high } }: Pick<Matching, 'idsIn' | 'corrections'>,
): Promise<{ reason: LeftOver; readers: number }[]> {
  const onTopic = sql`select 1 from ${idsIn(sql`s.topics`)} cross join issue_story_topics as x
    where x.issue_id = ${chunk.issueId} and x.topic_id = ids.value and ((x.low & ~${sql.lit(low)}) > 0 or (x.high & ~${sql.lit(high)}) > 0)`
  // A look-up for each reader, not an anti-join: right after a large import PostgreSQL knows nothing of these tables yet, and would go
  // through the whole chunk of deliveries for each of its readers.
  const { rows } = await sql<{ reason: LeftOver; readers: number }>`
    select reason, count(*) as readers from (
      select case
        when h.due_at is null or l.low is null then 'unanswered'
        when ${isSuppressed} then 'suppressed'
        when h.verdict = 'waits' then 'waits'
        when s.paused_until is not null and s.paused_until > h.due_at then 'paused'
        when not exists (${onTopic}) then 'no-story-on-a-topic'
        when not exists (${onTopic} and ((x.low & l.low) > 0 or (x.high & l.high) > 0)) then 'no-story-in-a-language'
        else 'nothing-new' end as reason
      from subscriptions as s
      left join issue_hours as h on h.issue_id = ${chunk.issueId} and h.hour_id = s.hour_id
      left join issue_languages as l on l.issue_id = ${chunk.issueId} and l.language_list_id = s.language_list_id
      where ${isInChunk(chunk)}
        and (select d.id from deliveries as d where d.issue_id = ${chunk.issueId} and d.subscriber_id = s.subscriber_id) is null) as left_over
    group by reason`.execute(tx)
  return rows
}

/** The hours and language lists in use among the chunk's active readers that the issue has no answer for yet. */
export async function listUnanswered(tx: Db, chunk: Chunk): Promise<Unanswered> {
  const hours = await sql<ReaderHour & { id: number }>`
    select id, zone, minute, weekdays from reader_hours
    where id in (select s.hour_id from subscriptions as s where ${isInChunk(chunk)})
      and id not in (select hour_id from issue_hours where issue_id = ${chunk.issueId})`.execute(tx)
  const lists = await sql<{ id: number; languages: string }>`
    select id, languages from language_lists
    where id in (select s.language_list_id from subscriptions as s where ${isInChunk(chunk)})
      and id not in (select language_list_id from issue_languages where issue_id = ${chunk.issueId})`.execute(tx)
  return { hours: hours.rows, lists: lists.rows.map(({ id, languages }) => ({ id, languages: languages.split(',') })) }
}

export async function insertAnswers(tx: Db, issueId: number, table: AddressingTable): Promise<void> {
  const hours = table.hours.map(({ hourId, dueAt, verdict, window }) => ({
    issue_id: issueId,
    hour_id: hourId,
    due_at: dueAt,
    verdict,
    ...window,
  }))
  const lists = table.languages.map(({ listId, language, readable }) => ({
    issue_id: issueId,
    language_list_id: listId,
    language,
    ...readable,
  }))
  if (hours.length > 0) await tx.insertInto('issue_hours').values(hours).execute()
  if (lists.length > 0) await tx.insertInto('issue_languages').values(lists).execute()
}

export async function addToTally(tx: Db, issueId: number, reason: string, readers: number): Promise<void> {
  await tx
    .insertInto('issue_tallies')
    .values({ issue_id: issueId, reason, readers })
    .onConflict((conflict) =>
      conflict.columns(['issue_id', 'reason']).doUpdateSet((eb) => ({ readers: eb('issue_tallies.readers', '+', readers) })),
    )
    .execute()
}

/** approved → addressed, once the last chunk is done: the first caller is told true. */
export async function markAddressed(tx: Db, issueId: number, now: Instant): Promise<boolean> {
  const result = await tx
    .updateTable('issues')
    .set({ state: 'addressed', addressed_at: now })
    .where('id', '=', issueId)
    .where('state', '=', 'approved')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}
