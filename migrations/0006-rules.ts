import { sql } from 'kysely'
import type { Migration } from '../src/store/migrations.ts'

export const up: Migration = async (run, { id, withoutRowid }) => {
  await run(sql`alter table topics add column parent_id bigint references topics (id)`)
  await run(sql`alter table issue_story_topics add column distance bigint not null default 0`)

  // Briefings that tell one story, in several languages, share the id of the first of them; alone, a briefing has none.
  await run(sql`alter table briefings add column story_id bigint`)
  await run(sql`alter table briefings add column corrects_id bigint`)
  await run(sql`alter table briefings add column pinned bigint not null default 0`)
  await run(sql`create index briefings_by_story on briefings (story_id) where story_id is not null`)
  await run(sql`create index issue_stories_by_briefing on issue_stories (briefing_id)`)
  await run(sql`alter table issue_stories add column pinned bigint not null default 0`)
  await run(sql`alter table issue_stories add column left_over bigint not null default 0`)

  await run(sql`alter table digests add column topic_cap bigint`)
  await run(sql`alter table digests add column overflow text not null default 'page'`)
  await run(sql`alter table digests add column is_recap bigint not null default 0`)
  await run(sql`alter table issues add column reach_seq bigint not null default 0`)

  await run(sql`alter table subscriptions add column paused_until bigint`)
  await run(sql`alter table subscriptions add column on_return text not null default 'all'`)
  await run(sql`create table topic_mutes (
    subscriber_id bigint not null references subscribers (id), topic_id bigint not null references topics (id),
    since bigint not null, until bigint,
    primary key (subscriber_id, topic_id))${withoutRowid}`)
  await run(sql`create table choices (
    id ${id}, subscriber_id bigint not null references subscribers (id), digest_id bigint references digests (id),
    at bigint not null, made_by text not null, what text not null)`)
  await run(sql`create index choices_by_subscriber on choices (subscriber_id, at)`)

  await run(sql`create table arrears (
    id ${id}, subscriber_id bigint not null references subscribers (id), digest_id bigint not null references digests (id),
    topic_id bigint references topics (id), seq_from bigint not null, seq_to bigint, most bigint, from_at bigint not null, made_at bigint not null,
    issue_id bigint references issues (id))`)
  await run(sql`create index arrears_open on arrears (digest_id, subscriber_id) where issue_id is null`)
  await run(sql`create index arrears_by_subscriber on arrears (subscriber_id)`)
  await run(sql`create table hours_served (
    digest_id bigint not null references digests (id), hour_id bigint not null references reader_hours (id), seq bigint not null,
    primary key (digest_id, hour_id))${withoutRowid}`)

  await run(sql`alter table issue_hours add column verdict text not null default 'due'`)
  await run(sql`alter table issue_hours add column low bigint not null default ${sql.lit(2 ** 50 - 1)}`)
  await run(sql`alter table issue_hours add column high bigint not null default ${sql.lit(2 ** 50 - 1)}`)
  await run(sql`alter table deliveries add column more_low bigint not null default 0`)
  await run(sql`alter table deliveries add column more_high bigint not null default 0`)
  // Whoever addresses a chunk holds this row, so that no two issues give one reader one story at the same moment.
  await run(sql`insert into counters (name, value) values ('addressing', 0)`)
  await run(sql`create index deliveries_given_back on deliveries (issue_id) where state = 'withheld'`)
}
