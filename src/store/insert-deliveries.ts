import { sql, type RawBuilder } from 'kysely'
import type { RuledStory } from '../domain/allot-stories.ts'
import type { Language } from '../domain/briefing.ts'
import type { Instant } from '../domain/instant.ts'
import type { Positions } from '../domain/positions.ts'
import { isInChunk, isOfChunk, isSuppressed, type Chunk } from './addressing-chunk.ts'
import type { Db, Dialect } from './dialect.ts'
import { earlierTable, hadOf, joinHad, type Earlier, type OtherIssue } from './had-stories.ts'
import { owedStories } from './owed-stories.ts'

export type Matching = Pick<Dialect, 'idsIn' | 'unionOf' | 'given'> & {
  stories: Pick<RuledStory, 'position' | 'seq'>[]
  /** The largest number of topics on one story, wider ones included. */
  mostTopics: number
  corrections: Positions
  isRecap: boolean
  /** Mutes that end later than this hold. */
  asOf: Instant
  /** Some readers of the chunk may have their delivery already. */
  isRepeat: boolean
}

/** What of all this concerns the chunk at hand; nothing is asked for that nobody in it needs. */
export type Matched = Matching & {
  others: OtherIssue[]
  earlier: Earlier[] | undefined
  hasMutes: boolean
  /** Most open arrears of one reader. */
  mostArrears: number
  /** Undefined: every mail has room for all that its reader could get. */
  fit?: ((chosen: Chosen) => Fitted) | undefined
}

/** The stories that a reader could get. */
export type Chosen = { subscriberId: number; hourId: number; stories: Positions; topics: string }

/** Those of them that the reader's mail has room for, and the others. */
export type Fitted = { given: Positions; more: Positions }

/**
 * Queues a delivery for every active reader of the chunk who gets at least one story; says how many. The rules are those of
 * domain/allot-stories.ts, but for the caps. A reader whose hour or languages have no answer yet is passed over.
 */
export async function insertDeliveries(tx: Db, chunk: Chunk, rules: Matched): Promise<number> {
  // SQLite takes the tables of a cross join in the order in which they stand: readers, their topics, and for each a look-up. The
  // grouping then needs no sorting, and every row is inserted behind the one before, in the table and in its unique index.
  const matching = sql`
    select m.subscriber_id, h.due_at, ${given('low', rules)} as low, ${given('high', rules)} as high, m.topics, l.language, m.format, m.hour_id
    from (${matched(chunk, rules)}) as m
    cross join issue_hours as h cross join issue_languages as l${joins(rules)}
    where ${isAnswered(chunk)}
    limit ${sql.lit(EVERYBODY)}`
  const inserted = await insertChosen(tx, chunk, { ...rules, tables: tables(chunk, rules), choosing: matching })
  const corrected = rules.corrections.low + rules.corrections.high > 0 ? await insertCorrections(tx, chunk, rules) : 0
  return inserted + corrected
}

// Behind a limit both databases work out once what a reader gets; without it they would do so again for each time it is named.
const EVERYBODY = 2 ** 52

// Asking for conflicts makes PostgreSQL's inserts twice as dear, and at the first time there can be none.
const REPEATED = sql` on conflict (issue_id, subscriber_id) do nothing`

/** A correction goes to who had the story, even where nothing else of the issue is on the reader's topics. */
async function insertCorrections(tx: Db, chunk: Chunk, rules: Matched): Promise<number> {
  if (rules.others.length === 0) return 0
  const choosing = sql`
    select m.subscriber_id, h.due_at, ${righted('low', rules)} as low, ${righted('high', rules)} as high,
      m.topics, l.language, m.format, m.hour_id
    from (
      select s.subscriber_id, s.hour_id, s.language_list_id, s.format, s.paused_until, ${heardTopics(rules)} as topics
      from subscriptions as s where ${isInChunk(chunk)} and not ${isSuppressed} and not exists (
        select 1 from deliveries as d where d.issue_id = ${chunk.issueId} and d.subscriber_id = s.subscriber_id)) as m
    cross join issue_hours as h cross join issue_languages as l
    ${joinHad(rules)}
    where ${isAnswered(chunk)}
    limit ${sql.lit(EVERYBODY)}`
  return insertChosen(tx, chunk, { ...rules, tables: tables(chunk, rules), choosing, isRepeat: true })
}

type Choice = Pick<Matched, 'fit' | 'given' | 'isRepeat'> & {
  tables: RawBuilder<unknown>
  /** Selects who could get what. */
  choosing: RawBuilder<unknown>
}

/** Queues what was chosen for at least one story; where mails may be too full, the rows come here first, and are written as they fit. */
async function insertChosen(tx: Db, chunk: Chunk, { tables: known, choosing, fit, given: rowsOf, isRepeat }: Choice): Promise<number> {
  const chosen = sql`from (${choosing}) as g where (g.low > 0 or g.high > 0)`
  const orPassOver = isRepeat ? REPEATED : sql``
  if (!fit) {
    const result = await sql`
      with recursive ${known}
      insert into deliveries (issue_id, subscriber_id, state, due_at, next_at, low, high, topics, language, format, attempts)
      select ${chunk.issueId}, g.subscriber_id, 'queued', g.due_at, g.due_at, g.low, g.high, g.topics, g.language, g.format, 0
      ${chosen}${orPassOver}`.execute(tx)
    return Number(result.numAffectedRows ?? 0n)
  }
  const { rows } = await sql<ChosenRow>`
    with recursive ${known}
    select g.subscriber_id, g.hour_id, g.due_at, g.low, g.high, g.topics, g.language, g.format ${chosen}`.execute(tx)
  if (rows.length === 0) return 0
  const result = await sql`
    insert into deliveries (issue_id, subscriber_id, state, due_at, next_at, low, high, more_low, more_high, topics, language, format, attempts)
    select ${chunk.issueId}, subscriber_id, 'queued', due_at, due_at, low, high, more_low, more_high, topics, language, format, 0
    from ${rowsOf(
      rows.map((row) => fitted(row, fit)),
      COLUMNS,
    )} where true${orPassOver}`.execute(tx)
  return Number(result.numAffectedRows ?? 0n)
}

const COLUMNS = {
  ...({ subscriber_id: 'bigint', due_at: 'bigint', low: 'bigint', high: 'bigint', more_low: 'bigint', more_high: 'bigint' } as const),
  ...({ topics: 'text', language: 'text', format: 'text' } as const),
}

type ChosenRow = {
  subscriber_id: number
  hour_id: number
  due_at: Instant
  low: number
  high: number
  topics: string
  language: Language
  format: string
}

function fitted(row: ChosenRow, fit: (chosen: Chosen) => Fitted): Record<keyof typeof COLUMNS, string | number> {
  const { subscriber_id, hour_id, due_at, low, high, topics, language, format } = row
  const { given: fits, more } = fit({ subscriberId: subscriber_id, hourId: hour_id, stories: { low, high }, topics })
  return { subscriber_id, due_at, low: fits.low, high: fits.high, more_low: more.low, more_high: more.high, topics, language, format }
}

const isAnswered = ({ issueId }: Chunk): RawBuilder<boolean> => sql`
  h.issue_id = ${issueId} and h.hour_id = m.hour_id and h.verdict = 'due' and (m.paused_until is null or m.paused_until <= h.due_at)
  and l.issue_id = ${issueId} and l.language_list_id = m.language_list_id`

function tables(chunk: Chunk, rules: Matched): RawBuilder<unknown> {
  const parts = [
    sql`by_topic as materialized (
      select topic_id, cast(sum(low) as bigint) as low, cast(sum(high) as bigint) as high
      from issue_story_topics where issue_id = ${chunk.issueId} group by topic_id)`,
  ]
  if (rules.hasMutes) parts.push(muteTables(chunk, rules))
  const earlier = earlierTable(rules)
  if (earlier) parts.push(earlier)
  if (rules.mostArrears > 0)
    parts.push(sql`owed as materialized (${owedStories(chunk, rules.stories, { ...rules, most: rules.mostArrears })})`)
  return sql.join(parts)
}

/** Whom a mute concerns, each topic below a muted one included; and what each followed topic brings by each topic of a story. */
const muteTables = (chunk: Chunk, { asOf }: Matched): RawBuilder<unknown> => sql`
  lineage (topic_id, ancestor_id) as (
    select id, id from topics
    union select lineage.topic_id, topics.parent_id from lineage join topics on topics.id = lineage.ancestor_id where parent_id is not null),
  muted as materialized (
    select distinct q.subscriber_id, lineage.topic_id from topic_mutes as q join lineage on lineage.ancestor_id = q.topic_id
    where ${isOfChunk(sql`q.subscriber_id`, chunk)} and (q.until is null or q.until > ${asOf})),
  by_path as materialized (
    select lineage.ancestor_id as followed, x.topic_id as own, cast(sum(x.low) as bigint) as low, cast(sum(x.high) as bigint) as high
    from issue_story_topics as x join lineage on lineage.topic_id = x.topic_id
    where x.issue_id = ${chunk.issueId} and x.distance = 0 group by lineage.ancestor_id, x.topic_id)`

/** Every reader of the chunk with the stories on the topics that the reader follows and hears. */
function matched(chunk: Chunk, rules: Matched): RawBuilder<unknown> {
  const { idsIn, unionOf, mostTopics, hasMutes } = rules
  const columns = sql`s.id, s.subscriber_id, s.hour_id, s.language_list_id, s.format, s.paused_until`
  const reader = sql`${isInChunk(chunk)} and not ${isSuppressed}`
  const plain = (others: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select ${columns}, s.topics, ${unionOf(sql`x.low`, mostTopics)} as low, ${unionOf(sql`x.high`, mostTopics)} as high
    from subscriptions as s cross join ${idsIn(sql`s.topics`)} cross join by_topic as x
    where ${reader} and x.topic_id = ids.value${others}
    group by s.subscriber_id, s.id`
  if (!hasMutes) return plain(sql``)
  // One story may come by each of its topics along each way up to a followed one.
  const most = mostTopics ** 2
  return sql`${plain(sql` and s.subscriber_id not in (select subscriber_id from muted)`)}
    union all
    select ${columns}, ${heardTopics(rules)} as topics, ${unionOf(sql`x.low`, most)} as low, ${unionOf(sql`x.high`, most)} as high
    from subscriptions as s cross join ${idsIn(sql`s.topics`)} cross join by_path as x
    where ${reader} and x.followed = ids.value and s.subscriber_id in (select subscriber_id from muted) and not exists (
      select 1 from muted where muted.subscriber_id = s.subscriber_id and muted.topic_id = x.own)
    group by s.subscriber_id, s.id`
}

function heardTopics({ idsIn, hasMutes }: Matched): RawBuilder<unknown> {
  if (!hasMutes) return sql`s.topics`
  return sql`coalesce((
    select string_agg(cast(ids.value as text), ',' order by ids.value) from ${idsIn(sql`s.topics`)}
    where not exists (select 1 from muted where muted.subscriber_id = s.subscriber_id and muted.topic_id = ids.value)), '')`
}

const joins = (rules: Matched): RawBuilder<unknown> =>
  sql`${joinHad(rules)}${rules.mostArrears > 0 ? sql` left join owed as o on o.subscriber_id = m.subscriber_id` : sql``}`

type Word = keyof Positions

/** What a reader gets: on the topics, in a language, within reach, and a correction of what the reader had; less what the reader had. */
function given(word: Word, rules: Matched): RawBuilder<unknown> {
  const { corrections, others, mostArrears } = rules
  const [onTopic, readable, inWindow] = [sql.ref(`m.${word}`), sql.ref(`l.${word}`), sql.ref(`h.${word}`)]
  const earlier = hadOf(rules)
  const reach = [inWindow]
  if (others.some(({ leftOver }) => leftOver.length > 0)) reach.push(earlier.left[word])
  if (mostArrears > 0) reach.push(sql`coalesce(${sql.ref(`o.${word}`)}, 0)`)
  const stories = corrections[word] > 0 ? sql`(${onTopic} & ~${sql.lit(corrections[word])})` : onTopic
  const matches = sql`(${stories} & ${readable} & (${sql.join(reach, sql` | `)}))`
  if (others.length === 0) return matches
  const withRight = corrections[word] > 0 ? sql`(${matches} | (${earlier.right[word]} & ${readable}))` : matches
  return rules.isRecap ? withRight : sql`(${withRight} & ~${earlier.had[word]})`
}

const righted = (word: Word, rules: Matched): RawBuilder<unknown> => {
  const { right, had } = hadOf(rules)
  const readable = sql`(${right[word]} & ${sql.ref(`l.${word}`)})`
  return rules.isRecap ? readable : sql`(${readable} & ~${had[word]})`
}
