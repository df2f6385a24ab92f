import { sql } from 'kysely'
import type { Db, Store } from './dialect.ts'
import type { Choices } from './subscriptions.ts'

/** Two topics by number: the first becomes part of the second. */
export type Merge = { from: number; into: number }

export type MergeCounts = {
  /** Active subscriptions that follow the first topic, and those of them that follow the second as well. */
  subscriptions: number
  followBoth: number
  /** Ended ones, which come back as they were. */
  ended: number
  mutes: number
  briefings: number
  digests: number
  children: number
  signUps: number
}

/** What a merge would carry along. */
export async function countMerge(db: Db, { from, into }: Merge): Promise<MergeCounts> {
  const { rows } = await sql<MergeCounts>`select
    (select count(*) from subscriptions where state = 'active' and ${follows(from)}) as subscriptions,
    (select count(*) from subscriptions where state = 'active' and ${follows(from)} and ${follows(into)}) as "followBoth",
    (select count(*) from subscriptions where state = 'ended' and ${follows(from)}) as ended,
    (select count(*) from topic_mutes where topic_id = ${from}) as mutes,
    (select count(*) from briefing_topics where topic_id = ${from}) as briefings,
    (select count(*) from digest_topics where topic_id = ${from}) as digests,
    (select count(*) from topics where parent_id = ${from} and merged_into is null) as children,
    (select count(*) from sign_ups where state in ('asked', 'mailed')) as "signUps"`.execute(db)
  const [counts] = rows
  if (!counts) throw new Error('Counting gave no row')
  return { ...counts, signUps: (await pendingSignUps(db, from)).length }
}

const follows = (topicId: number) => sql`(',' || topics || ',') like ${`%,${topicId},%`}`

/** Issues whose parts are frozen and that still find their readers: what a story is called in them can change no more. */
export async function listIssuesBetween(tx: Db): Promise<{ id: number; digest: string; number: number }[]> {
  // Whoever wants to approve or address one waits until this transaction is over.
  await tx
    .updateTable('issues')
    .set({ held_at: sql.ref('held_at') })
    .where('state', '<>', 'addressed')
    .execute()
  return tx
    .selectFrom('issues')
    .innerJoin('digests', 'digests.id', 'digest_id')
    .select(['issues.id', 'digests.slug as digest', 'number'])
    .where('state', '=', 'approved')
    .orderBy('issues.id')
    .execute()
}

/** Puts the second topic into the place of the first wherever something is still to come of it. */
export async function carryOver({ dialect }: Store, tx: Db, { from, into }: Merge): Promise<void> {
  await sql`update subscriptions set topics = (
      select string_agg(cast(value as text), ',' order by value) from (
        select distinct case when ids.value = ${from} then cast(${into} as bigint) else ids.value end as value
        from ${dialect.idsIn(sql`subscriptions.topics`)}) as merged)
    where ${follows(from)}`.execute(tx)
  await sql`insert into briefing_topics (briefing_id, topic_id)
    select briefing_id, cast(${into} as bigint) from briefing_topics where topic_id = ${from} on conflict do nothing`.execute(tx)
  await sql`delete from briefing_topics where topic_id = ${from}`.execute(tx)
  await sql`insert into digest_topics (digest_id, topic_id)
    select digest_id, cast(${into} as bigint) from digest_topics where topic_id = ${from} on conflict do nothing`.execute(tx)
  await sql`delete from digest_topics where topic_id = ${from}`.execute(tx)
  const drafts = sql`select id from issues where state = 'draft'`
  await sql`insert into issue_story_topics (issue_id, topic_id, position, low, high, distance)
    select issue_id, cast(${into} as bigint), position, low, high, distance from issue_story_topics
    where topic_id = ${from} and issue_id in (${drafts}) on conflict do nothing`.execute(tx)
  await sql`delete from issue_story_topics where topic_id = ${from} and issue_id in (${drafts})`.execute(tx)
  await sql`update arrears set topic_id = ${into} where topic_id = ${from} and issue_id is null`.execute(tx)
  await carrySignUps(tx, { from, into })
  await sql`update topics set merged_into = ${into} where id = ${from} or merged_into = ${from}`.execute(tx)
}

/** People who have asked and not yet confirmed: there are few, of the last days. */
async function pendingSignUps(db: Db, topicId: number): Promise<{ id: number; choices: Choices }[]> {
  const rows = await db.selectFrom('sign_ups').select(['id', 'choices']).where('state', 'in', ['asked', 'mailed']).execute()
  return rows
    .map(({ id, choices }) => ({ id, choices: JSON.parse(choices) as Choices }))
    .filter(({ choices }) => choices.topicIds.includes(topicId))
}

const AT_ONCE = 500

async function carrySignUps(tx: Db, { from, into }: Merge): Promise<void> {
  const pending = await pendingSignUps(tx, from)
  for (let start = 0; start < pending.length; start += AT_ONCE) {
    const rows = pending.slice(start, start + AT_ONCE).map(({ id, choices }) => {
      const topicIds = mergedIds(choices.topicIds, { from, into })
      return sql`(cast(${id} as bigint), cast(${JSON.stringify({ ...choices, topicIds })} as text))`
    })
    await sql`update sign_ups set choices = v.column2 from (values ${sql.join(rows)}) as v where sign_ups.id = v.column1`.execute(tx)
  }
}

export const mergedIds = (topicIds: number[], { from, into }: Merge): number[] =>
  topicIds.includes(from) ? [...new Set(topicIds.map((id) => (id === from ? into : id)))].sort((a, b) => a - b) : topicIds
