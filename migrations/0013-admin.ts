import { sql } from 'kysely'
import type { Migration } from '../src/store/migrations.ts'

export const up: Migration = async (run, { id }) => {
  await run(sql`alter table people add column zone text`)

  // Former slugs and names of a topic, also of those that were merged into it, find it still. A merged topic stays for what was sent under it.
  await run(sql`alter table topics add column formerly text not null default '[]'`)
  await run(sql`alter table topics add column merged_into bigint`)

  await run(sql`alter table digests add column look text not null default '{}'`)
  await run(sql`create table pictures (
    path text not null primary key, type text not null, content bytea not null, added_at bigint not null)`)

  // Doubtful ones are few, and the front page counts them.
  await run(sql`create index deliveries_doubtful on deliveries (id) where state = 'doubtful'`)

  await run(sql`create table heartbeats (
    run text not null primary key, host text not null, pid bigint not null, roles text not null, version text not null,
    started_at bigint not null, seen_at bigint not null, troubles bigint not null, last_trouble text)`)

  await run(sql`alter table issues add column sent_at bigint`)
  await run(sql`create table hooks (
    id ${id}, name text not null, url text not null, secret text not null, events text not null, state text not null,
    made_by text not null, created_at bigint not null, failing_since bigint, stopped_reason text)`)
  await run(sql`create table hook_events (id ${id}, word text not null unique, kind text not null, at bigint not null, body text not null)`)
  await run(sql`create index hook_events_by_time on hook_events (at)`)
  await run(sql`create table hook_posts (
    id ${id}, hook_id bigint not null references hooks (id), event_id bigint not null references hook_events (id), state text not null,
    attempts bigint not null, next_at bigint not null, lease_until bigint, status bigint, answer text, took bigint, settled_at bigint)`)
  await run(sql`create index hook_posts_waiting on hook_posts (next_at) where state = 'waiting'`)
  await run(sql`create index hook_posts_by_hook on hook_posts (hook_id, id)`)
  await run(sql`create index hook_posts_by_event on hook_posts (event_id)`)
}
