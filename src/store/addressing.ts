import { sql, type RawBuilder } from 'kysely'
import type { Language } from '../domain/briefing.ts'
import type { Instant } from '../domain/instant.ts'
import type { Positions } from '../domain/positions.ts'
import type { ReaderHour } from '../domain/reader-hour.ts'
import type { Db, Dialect } from './dialect.ts'

/** The subscribers of a digest with `after < id <= to`. */
export type Chunk = { issueId: number; digestId: number; after: number; to: number }

/**
 * What the rules say of every hour and every list of languages that readers of the issue's digest have chosen: there are few of
 * each, so the rules stay plain functions, and the database only joins their answers.
 */
export type AddressingTable = {
  hours: { hourId: number; dueAt: Instant }[]
  languages: { listId: number; language: Language; readable: Positions }[]
}

export type Unanswered = { hours: (ReaderHour & { id: number })[]; lists: { id: number; languages: Language[] }[] }

/** The id up to which the next chunk of a digest's readers goes; undefined behind the last. */
export async function findChunkEnd(db: Db, of: { digestId: number; after: number; size: number }): Promise<number | undefined> {
  const { rows } = await sql<{ last: number | null }>`
    select max(id) as last from (
      select subscriber_id as id from subscriptions where digest_id = ${of.digestId} and subscriber_id > ${of.after}
      order by subscriber_id limit ${of.size}) as chunk`.execute(db)
  return rows[0]?.last ?? undefined
}

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
 * Queues a delivery for every active reader of the chunk who can read at least one story on one of the reader's topics; says how many.
 * A reader whose hour or languages have no answer yet is passed over.
 */
export async function insertDeliveries(tx: Db, chunk: Chunk, { idsIn, unionOf, mostTopics, isRepeat }: Matching): Promise<number> {
  // Asking for conflicts makes PostgreSQL's inserts twice as dear, and at the first time there can be none.
  const orPassOver = isRepeat ? sql` on conflict (issue_id, subscriber_id) do nothing` : sql``
  // SQLite takes the tables of a cross join in the order in which they stand: readers, their topics, and for each a look-up. The
  // grouping then needs no sorting, and every row is inserted behind the one before, in the table and in its unique index.
  const result = await sql`
    with by_topic as materialized (
      select topic_id, cast(sum(low) as bigint) as low, cast(sum(high) as bigint) as high
      from issue_story_topics where issue_id = ${chunk.issueId} group by topic_id)
    insert into deliveries (issue_id, subscriber_id, state, due_at, next_at, low, high, topics, language, format, attempts)
    select ${chunk.issueId}, m.subscriber_id, 'queued', h.due_at, h.due_at, m.low & l.low, m.high & l.high, m.topics, l.language, m.format, 0
    from (
      select s.id, s.subscriber_id, s.hour_id, s.language_list_id, s.format, s.topics,
        ${unionOf(sql`x.low`, mostTopics)} as low, ${unionOf(sql`x.high`, mostTopics)} as high
      from subscriptions as s cross join ${idsIn(sql`s.topics`)} cross join by_topic as x
      where ${isInChunk(chunk)} and x.topic_id = ids.value
        and not exists (select 1 from subscribers as r cross join suppressions as p where r.id = s.subscriber_id and p.canonical = r.canonical)
      group by s.subscriber_id, s.id) as m
    cross join issue_hours as h cross join issue_languages as l
    where h.issue_id = ${chunk.issueId} and h.hour_id = m.hour_id
      and l.issue_id = ${chunk.issueId} and l.language_list_id = m.language_list_id
      and ((m.low & l.low) > 0 or (m.high & l.high) > 0)${orPassOver}`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}

export type Matching = Pick<Dialect, 'idsIn' | 'unionOf'> & {
  /** The largest number of topics on one story. */
  mostTopics: number
  /** Some readers of the chunk may have their delivery already. */
  isRepeat: boolean
}

export type LeftOver = 'unanswered' | 'suppressed' | 'no-story-on-a-topic' | 'no-story-in-a-language'

/** How many active readers of the chunk have no delivery, by reason. */
export async function countLeftOver(tx: Db, chunk: Chunk, { idsIn }: Matching): Promise<{ reason: LeftOver; readers: number }[]> {
  // A look-up for each reader, not an anti-join: right after a large import PostgreSQL knows nothing of these tables yet, and would go
  // through the whole chunk of deliveries for each of its readers.
  const { rows } = await sql<{ reason: LeftOver; readers: number }>`
    select reason, count(*) as readers from (
      select case
        when not exists (select 1 from issue_hours as h where h.issue_id = ${chunk.issueId} and h.hour_id = s.hour_id) then 'unanswered'
        when not exists (
          select 1 from issue_languages as l where l.issue_id = ${chunk.issueId} and l.language_list_id = s.language_list_id) then 'unanswered'
        when exists (
          select 1 from subscribers as r cross join suppressions as p where r.id = s.subscriber_id and p.canonical = r.canonical) then 'suppressed'
        when exists (
          select 1 from ${idsIn(sql`s.topics`)} cross join issue_story_topics as x
          where x.issue_id = ${chunk.issueId} and x.topic_id = ids.value) then 'no-story-in-a-language'
        else 'no-story-on-a-topic' end as reason
      from subscriptions as s
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
  const hours = table.hours.map(({ hourId, dueAt }) => ({ issue_id: issueId, hour_id: hourId, due_at: dueAt }))
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

/** approved → addressed, once the last chunk is done. */
export async function markAddressed(db: Db, issueId: number, now: Instant): Promise<void> {
  await db
    .updateTable('issues')
    .set({ state: 'addressed', addressed_at: now })
    .where('id', '=', issueId)
    .where('state', '=', 'approved')
    .execute()
}

const isInChunk = ({ digestId, after, to }: Chunk): RawBuilder<boolean> =>
  sql`s.digest_id = ${digestId} and s.subscriber_id > ${after} and s.subscriber_id <= ${to} and s.state = 'active'`
