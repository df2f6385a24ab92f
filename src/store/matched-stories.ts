import { sql, type RawBuilder } from 'kysely'
import type { RuledStory } from '../domain/allot-stories.ts'
import type { Instant } from '../domain/instant.ts'
import type { Positions } from '../domain/positions.ts'
import { isInChunk, isOfChunk, isSuppressed, type Chunk } from './addressing-chunk.ts'
import type { Dialect } from './dialect.ts'
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
}

export function tables(chunk: Chunk, rules: Matched): RawBuilder<unknown> {
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
export function matched(chunk: Chunk, rules: Matched): RawBuilder<unknown> {
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

export function heardTopics({ idsIn, hasMutes }: Matched): RawBuilder<unknown> {
  if (!hasMutes) return sql`s.topics`
  return sql`coalesce((
    select string_agg(cast(ids.value as text), ',' order by ids.value) from ${idsIn(sql`s.topics`)}
    where not exists (select 1 from muted where muted.subscriber_id = s.subscriber_id and muted.topic_id = ids.value)), '')`
}

export const joins = (rules: Matched): RawBuilder<unknown> =>
  sql`${joinHad(rules)}${rules.mostArrears > 0 ? sql` left join owed as o on o.subscriber_id = m.subscriber_id` : sql``}`

type Word = keyof Positions

/** What a reader gets: on the topics, in a language, within reach, and a correction of what the reader had; less what the reader had. */
export function given(word: Word, rules: Matched): RawBuilder<unknown> {
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

export const righted = (word: Word, rules: Matched): RawBuilder<unknown> => {
  const { right, had } = hadOf(rules)
  const readable = sql`(${right[word]} & ${sql.ref(`l.${word}`)})`
  return rules.isRecap ? readable : sql`(${readable} & ~${had[word]})`
}
