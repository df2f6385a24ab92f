import { sql, type RawBuilder } from 'kysely'
import type { Instant } from '../../src/domain/instant.ts'
import { DAY } from '../../src/domain/instant.ts'
import type { Store } from '../../src/store/dialect.ts'

/** How much of everything stands beside so many readers. */
const SHARES = { audit: 1, notices: 0.5, suppressions: 0.2, signUps: 0.2, events: 0.1, posts: 0.3, news: 0.1, unmatched: 0.1, held: 0.02 }

type House = { readers: number; now: Instant; person: { id: number }; digestId: number; isSqlite: boolean }

/**
 * Fills a database that has readers with everything else that a desk lists, as years leave it: issues and the deliveries of two, reports,
 * suppressions, sign-ups, imports, bulk actions, what was done by whom, hooks and what they were told, keys and people.
 */
export async function seedDesk({ db }: Store, house: House): Promise<void> {
  const count = (share: keyof typeof SHARES): number => Math.ceil(SHARES[share] * house.readers)
  for (const statement of [
    ...peopleAndKeys(house),
    ...publication(house),
    ...mails(house),
    ...reports(house, count),
    ...lists(house, count),
    ...theHouse(house, count),
  ])
    await statement.execute(db)
  // What PostgreSQL does by itself within minutes.
  await (house.isSqlite ? sql`analyze` : sql`vacuum analyze`).execute(db)
}

type Count = (share: keyof typeof SHARES) => number

const numbers = (count: number): RawBuilder<unknown> =>
  sql`with recursive numbers (i) as (select cast(1 as bigint) union all select i + 1 from numbers where i < ${sql.lit(count)})`

const back = (now: Instant, days: number, of: number): RawBuilder<unknown> =>
  sql`${sql.lit(now)} - (${sql.lit(of)} - i) * ${sql.lit(Math.max(1, Math.floor((days * DAY) / of)))}`

function peopleAndKeys({ now, person }: House): RawBuilder<unknown>[] {
  return [
    sql`insert into people (address, canonical, name, role, language, created_at)
      ${numbers(500)} select 'person' || i || '@post.example', 'person' || i || '@post.example', 'Person ' || i,
      case i % 4 when 0 then 'admin' when 1 then 'publisher' when 2 then 'editor' else 'viewer' end, 'en', ${back(now, 700, 500)} from numbers`,
    sql`insert into desk_sessions (token_hash, person_id, created_at, seen_at, ends_at, network, browser)
      ${numbers(2000)} select 'session' || i, ${sql.lit(person.id)} + i % 500, ${back(now, 30, 2000)}, ${back(now, 30, 2000)},
      ${sql.lit(now + DAY)}, '192.0.2.0/24', 'Firefox' from numbers`,
    sql`insert into api_keys (name, key_hash, start, scopes, made_by, created_at)
      ${numbers(500)} select 'Key ' || i, 'hash' || i, 'bs_' || i, 'read', ${sql.lit(person.id)}, ${back(now, 700, 500)} from numbers`,
    sql`insert into saved_filters (person_id, name, filter, created_at)
      ${numbers(200)} select ${sql.lit(person.id)}, 'Filter ' || i, 'q=aiko' || i, ${sql.lit(now)} from numbers`,
    sql`insert into heartbeats (run, host, pid, roles, version, started_at, seen_at, troubles)
      ${numbers(2000)} select 'run' || i, 'host' || (i % 9), i, 'web,sender', '1.0.0', ${back(now, 300, 2000)}, ${back(now, 300, 2000)}, 0 from numbers`,
  ]
}

const BRIEFINGS = 10_000
const ISSUES = 2000

function publication({ now, digestId }: House): RawBuilder<unknown>[] {
  const words = sql.join(
    Array.from({ length: 60 }, (_, word) => sql`'w' || ((id * ${sql.lit(7919 + word * 104)} + ${sql.lit(word * 31)}) % 5003)`),
    sql` || ' ' || `,
  )
  const copied = sql`(select content from revisions where briefing_id = (select min(id) from briefings) and number = 1)`
  return [
    sql`insert into briefings (source, key, slug, state, revision, language, title, priority, published_at, publish_seq, public_revision, created_at, changed_at)
      ${numbers(BRIEFINGS)} select 'desk', 'old-' || i, 'old-' || i, case when i % 40 = 3 then 'draft' when i % 90 = 5 then 'withdrawn' else 'published' end, 1,
      case i % 5 when 0 then 'zh' when 1 then 'ar' else 'en' end, 'Report ' || i || case when i % 97 = 5 then ' about the harbour' else ' about a place' end, 0,
      case when i % 40 = 3 then null else ${back(now, 700, BRIEFINGS)} end, case when i % 40 = 3 then null else -i end,
      case when i % 40 = 3 then null else 1 end, ${back(now, 700, BRIEFINGS)}, ${back(now, 700, BRIEFINGS)} from numbers`,
    sql`insert into revisions (briefing_id, number, content_hash, content, created_at, author)
      select id, 1, 'hash', ${copied}, created_at, 'Rosa' from briefings where source = 'desk'`,
    sql`insert into briefing_topics (briefing_id, topic_id) select id, id % 180 + 1 from briefings where source = 'desk'`,
    sql`insert into searchable (briefing_id, revision, rule, words)
      select id, 1, 1, ${words} from briefings where source = 'desk'`,
    sql`insert into issues (digest_id, number, due_at, state, seq_from, seq_to, over_cap, composed_at, approved_at, approved_by,
      addressed_through, addressed_at, held_at, held_reason, sent_at)
      ${numbers(ISSUES)} select ${sql.lit(digestId)}, 10 + i, ${back(now - DAY, 2 * 365, ISSUES)}, case when i % 100 = 7 then 'draft' else 'addressed' end, 0, 0, 0,
      ${sql.lit(now)}, ${sql.lit(now)}, 'Rosa', case when i % 100 = 7 then 0 else 1 end, ${sql.lit(now)},
      case when i % 200 = 9 then ${sql.lit(now)} end, case when i % 200 = 9 then 'Too many were refused' end, case when i < ${sql.lit(ISSUES - 1)} then ${sql.lit(now)} end from numbers`,
    sql`insert into issue_stories (issue_id, position, briefing_id, revision)
      select i.id, p.position, 10 + (i.id * 5 + p.position) % ${sql.lit(BRIEFINGS - 10)}, 1
      from issues as i cross join (select 0 as position union all select 1 union all select 2 union all select 3 union all select 4) as p where number > 10`,
    sql`insert into issue_tallies (issue_id, reason, readers) select id, 'addressed', 500 from issues where number > 10`,
    sql`insert into issue_counts (issue_id, gone, failed, complained) select id, 490, 10, 1 from issues where number > 10`,
  ]
}

/** The last two issues went, or go, to everybody: of the last a third is under way. */
function mails({ readers, now }: House): RawBuilder<unknown>[] {
  return [1, 0].flatMap((fromLast) => {
    const issue = sql`(select id from issues where number > 10 and state = 'addressed' and held_at is null order by number desc limit 1 offset ${sql.lit(fromLast)})`
    const queued = fromLast === 0 ? sql`case when s.id % 3 = 1 then 'queued' else 'accepted' end` : sql`'accepted'`
    const state = sql`case when s.id % 50 = 7 then 'refused' when s.id % 1000 = 9 then 'doubtful' when s.id % 70 = 11 then 'withheld' else ${queued} end`
    return [
      sql`insert into deliveries (issue_id, subscriber_id, state, due_at, next_at, low, high, topics, language, format, attempts, reason, settled_at)
        select ${issue}, s.id, ${state}, ${sql.lit(now - (fromLast + 1) * DAY)}, ${sql.lit(now - 60_000)} + s.id % 100000, 31, 0, '1,2', 'en', 'html', 1, null,
        ${sql.lit(now - (fromLast + 1) * DAY)} + s.id % 80000000 from subscribers as s`,
      sql`update issue_tallies set readers = ${sql.lit(readers)} where issue_id = ${issue}`,
      sql`update issue_counts set gone = ${sql.lit(Math.floor(readers * (fromLast === 0 ? 0.66 : 1)))} where issue_id = ${issue}`,
      sql`insert into attempts (delivery_id, number, outcome, started_at, ended_at, reply_code, reply, relay)
        select id, 1, case state when 'accepted' then 'accepted' when 'refused' then 'refused' else 'doubtful' end, settled_at - 100, settled_at, 250, 'OK', 'mail.example:25'
        from deliveries where issue_id = ${issue} and state in ('accepted', 'refused', 'doubtful')`,
    ]
  })
}

function reports({ now }: House, count: Count): RawBuilder<unknown>[] {
  return [
    sql`insert into delivery_news (delivery_id, kind, heard_at, class, reason, follows, rule, text, via)
      ${numbers(count('news'))} select 2 * i + 1, case when i % 7 = 0 then 'complaint' else 'failed' end, ${back(now, 30, count('news'))}, 'hard', 'gone', 'suppressed', 'x',
      '550 5.1.1 user unknown', 'smtp' from numbers`,
    sql`insert into unmatched_reports (received_at, via, recipient, why, bytes, raw)
      ${numbers(count('unmatched'))} select ${back(now, 30, count('unmatched'))}, 'smtp', 'b-' || i || '@broadsheet.example', 'forged', 3000, ${Buffer.from('Subject: failure')} from numbers`,
    sql`insert into breakers (receiver, opened_at, dead, gone) ${numbers(50)} select 'receiver' || i || '.example', ${back(now, 30, 50)}, 900, 1000 from numbers`,
    sql`insert into held_suppressions (receiver, canonical, note, heard, held_at)
      ${numbers(count('held'))} select 'receiver' || (i % 50 + 1) || '.example', 'held' || i || '@receiver' || (i % 50 + 1) || '.example', '', 'answer', ${back(now, 30, count('held'))} from numbers`,
    sql`insert into reputation_hours (hour, sender_domain, receiver, accepted, refused, bounced, complained, dead)
      ${numbers(36_000)} select ${sql.lit(now - (now % 3_600_000))} - (i / 50) * 3600000, 'broadsheet.example', 'receiver' || (i % 50) || '.example', 900, 10, 5, 1, 3 from numbers`,
  ]
}

function lists({ now, digestId }: House, count: Count): RawBuilder<unknown>[] {
  const run = sql`${sql.lit('{"kind":"hour","digestId":null,"minute":480}')}`
  const plan = sql`(select plan from imports limit 1)`
  return [
    sql`insert into suppressions (canonical, hash, reason, note, added_by, created_at)
      ${numbers(count('suppressions'))} select 'gone' || i || '@mail.example', 'hash' || i, case i % 3 when 0 then 'hard' when 1 then 'complaint' else 'manual' end, '', 'report',
      ${back(now, 700, count('suppressions'))} from numbers`,
    sql`insert into suppression_log (at, canonical, hash, what, reason, note, done_by) select created_at, canonical, hash, 'added', reason, note, added_by from suppressions`,
    sql`insert into wordings (language, version, text, created_at) values ('en', 'bench', 'Yes', 0)`,
    sql`insert into sign_ups (state, address, canonical, mailbox, name, digest_id, choices, language, how, wording_id, network, network_group, browser, asked_at)
      ${numbers(count('signUps'))} select case when i % 2 = 0 then 'asked' else 'confirmed' end, 'new' || i || '@mail.example', 'new' || i || '@mail.example', 'new' || i || '@mail.example', 'New ' || i,
      ${sql.lit(digestId)}, '{}', 'en', 'form', (select max(id) from wordings), '192.0.2.1', '192.0.2', 'Firefox', ${back(now, 90, count('signUps'))} from numbers`,
    sql`insert into notices (kind, address, canonical, language, content, state, created_at, next_at, useful_until, attempts)
      ${numbers(count('notices'))} select 'welcome', address, canonical, 'en', '{}', 'accepted', ${sql.lit(now - DAY)}, 0, 0, 1 from numbers join subscribers on subscribers.id = i`,
    sql`insert into consents (subscriber_id, address, digest_id, how, asked_at, asked_network, asked_browser, given_at, given_network, given_browser)
      select id, address, ${sql.lit(digestId)}, 'form', created_at, '192.0.2.1', 'Firefox', created_at, '192.0.2.1', 'Firefox' from subscribers`,
    sql`insert into bulk_runs (state, action, filter, expected, through_id, reached_id, looked_at, changed, passed_over, put_back, left_alone, actor, created_at, finished_at, attempts)
      ${numbers(2000)} select 'done', ${run}, 'q=aiko', 5, 1, 0, 5, 5, 0, 0, 0, 'Rosa', ${back(now, 700, 2000)}, ${back(now, 700, 2000)}, 1 from numbers`,
    sql`insert into imports (state, file_name, plan, bytes, rows_checked, rows_done, read_bytes, expected, done, actor, created_at, finished_at, attempts)
      ${numbers(2000)} select 'done', 'people-' || i || '.csv', ${plan}, 100, 2, 2, 100, '{}', '{}', 'Rosa', ${back(now, 700, 2000)}, ${back(now, 700, 2000)}, 1 from numbers`,
  ]
}

function theHouse({ now }: House, count: Count): RawBuilder<unknown>[] {
  return [
    sql`insert into audit (at, actor, action, subject, before, after)
      ${numbers(count('audit'))} select ${back(now, 700, count('audit'))}, case i % 5 when 0 then 'Aiko' when 1 then 'David' else 'Rosa' end,
      case i % 9 when 0 then 'topic.renamed' when 1 then 'issue.approved' else 'subscriber.changed' end, 'subscriber:' || i,
      '{"minute":420,"topics":[1,2,3]}', '{"minute":480,"topics":[1,2,3,4]}' from numbers`,
    sql`insert into hooks (name, url, secret, events, state, made_by, created_at)
      ${numbers(100)} select 'Hook ' || i, 'https://hooks.example/' || i, 'nonce', 'issue.sent', 'stopped', 'Rosa', ${sql.lit(now)} from numbers`,
    sql`insert into hook_events (word, kind, at, body)
      ${numbers(count('events'))} select 'evt_' || i, case when i % 50 = 0 then 'issue.sent' else 'subscriber.confirmed' end, ${back(now, 30, count('events'))}, '{"subscriber":' || i || '}' from numbers`,
    sql`insert into hook_posts (hook_id, event_id, state, attempts, next_at, status, answer, took, settled_at)
      ${numbers(count('posts'))} select 1 + i % 3, 1 + i % ${sql.lit(count('events'))}, case when i % 50 = 1 then 'given-up' else 'taken' end, 1, 0, 200, 'OK', 12, ${back(now, 30, count('posts'))} from numbers`,
  ]
}
