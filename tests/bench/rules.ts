import { sql } from 'kysely'
import { addressIssue } from '../../src/flow/address-issue.ts'
import { positionsOf } from '../../src/domain/positions.ts'
import type { Db } from '../../src/store/dialect.ts'
import { insertDigest } from '../../src/store/digests.ts'
import { insertIssue, listIssueStories } from '../../src/store/issues.ts'
import { startPostgres } from '../support/postgres.ts'
import type { Result } from './figure.ts'
import { openBench, type Bench } from './open-bench.ts'
import type { Options } from './options.ts'
import { numberText } from './print-table.ts'
import { alternate } from './rounds.ts'
import { timeTransactions } from './time-transactions.ts'
import { CUT_AT } from './seed-issue.ts'

const READERS = 1_000_000
const BRIEFINGS = 100
const EARLIER = 3
const SHARED = 8

/** Queueing an issue with every rule at work, against plain matching of topics, on both databases. */
export async function rules(options: Options): Promise<Result[]> {
  await using postgres = await startPostgres()
  return [...(await rulesOn('SQLite', undefined, options)), ...(await rulesOn('PostgreSQL', postgres.createDatabase, options))]
}

async function rulesOn(name: string, newDatabase: (() => Promise<string>) | undefined, options: Options): Promise<Result[]> {
  const readers = Math.min(READERS, options.readers)
  await using bench = await openBench({ readers, briefings: BRIEFINGS, port: 25, ...(newDatabase && { databaseUrl: await newDatabase() }) })
  const { db } = bench.app.store
  await addEarlierIssues(bench)
  const times = timeTransactions(db)
  let longest = 0
  const found = await alternate(
    {
      plain: async () => {
        await switchRules(db, bench, false)
        return address(bench)
      },
      ruled: async () => {
        await switchRules(db, bench, true)
        times.longest()
        const seconds = await address(bench)
        longest = Math.max(longest, times.longest())
        return seconds
      },
    },
    options.rounds,
  )
  return [
    {
      what: `addressing with all rules / without, ${name}`,
      value: found.ruled / found.plain,
      goal: { atMost: 2 },
      detail: `${numberText(found.ruled)} s against ${numberText(found.plain)} s for ${readers} readers`,
    },
    { what: `longest write lock with all rules, ${name}`, value: longest, unit: 'ms', goal: { atMost: 100 }, detail: 'of all rounds' },
  ]
}

/** Issues of another digest that have given every reader some of the stories, at other places. */
async function addEarlierIssues({ app: { store }, issue }: Bench): Promise<void> {
  const { db } = store
  const schedule = { zone: 'UTC', minute: 0, weekdays: 127 }
  const wanted = { slug: 'earlier', names: { en: 'Earlier' }, schedule, approval: 'person' as const, cap: 100, lateLimit: 1, usefulFor: 1 }
  const { id: digestId } = await insertDigest(db, { ...wanted, cutUntil: CUT_AT, topicIds: [] }, CUT_AT)
  const stories = await listIssueStories(db, issue.id)
  for (let number = 1; number <= EARLIER; number++) {
    const shared = stories.slice((number - 1) * SHARED, number * SHARED).map((story, index) => ({ ...story, position: SHARED - index - 1 }))
    const window = { seqFrom: 0, seqTo: 0, overCap: 0 }
    const id = await insertIssue(db, { digestId, number, dueAt: CUT_AT - number, ...window, stories: shared }, CUT_AT)
    const { low } = positionsOf(Array.from({ length: SHARED }, (_, position) => position))
    await sql`
      insert into deliveries (issue_id, subscriber_id, state, due_at, next_at, low, high, topics, language, format, attempts)
      select ${id}, subscriber_id, 'accepted', ${CUT_AT}, ${CUT_AT}, subscriber_id % ${sql.lit(low + 1)}, 0, '1', 'en', 'html', 1
      from subscriptions where digest_id = ${issue.digestId} order by subscriber_id`.execute(db)
  }
}

/** Every rule concerns somebody: caps all, earlier issues all, and mutes, pauses and arrears some in a hundred. */
async function switchRules(db: Db, { issue }: Bench, isOn: boolean): Promise<void> {
  const { id, digestId } = issue
  await sql`delete from deliveries where issue_id = ${id}`.execute(db)
  await sql`delete from issue_tallies`.execute(db)
  await sql`update issues set state = 'approved', addressed_through = 0, addressed_at = null where id = ${id}`.execute(db)
  await sql`update issues set state = ${isOn ? 'addressed' : 'draft'} where id <> ${id}`.execute(db)
  await sql`update digests set cap = ${isOn ? 5 : 100}, topic_cap = ${isOn ? 2 : null} where id = ${digestId}`.execute(db)
  await sql`delete from topic_mutes`.execute(db)
  await sql`delete from arrears`.execute(db)
  await sql`update subscriptions set paused_until = null where paused_until is not null`.execute(db)
  if (!isOn) return
  await sql`insert into topic_mutes (subscriber_id, topic_id, since, until) select id, id % 200 + 1, 0, null from subscribers where id % 20 = 0`.execute(
    db,
  )
  await sql`
    insert into arrears (subscriber_id, digest_id, topic_id, seq_from, seq_to, most, from_at, made_at)
    select id, ${digestId}, null, 0, null, 10, 0, 0 from subscribers where id % 50 = 1`.execute(db)
  await sql`update subscriptions set paused_until = ${CUT_AT * 2} where digest_id = ${digestId} and subscriber_id % 33 = 2`.execute(db)
}

async function address({ app: { store, clock }, issue }: Bench): Promise<number> {
  const startedAt = performance.now()
  await addressIssue(store, issue, { now: clock() })
  return (performance.now() - startedAt) / 1000
}
