import { sql } from 'kysely'
import type { Migration } from '../src/store/migrations.ts'

export const up: Migration = async (run, { id, withoutRowid, readerIndex }) => {
  // The words by which a reader is found at the desk; null until they are written (flow/make-searchable.ts).
  await run(sql`alter table subscribers add column words text`)
  await run(sql`create index subscribers_without_words on subscribers (id) where words is null`)
  for (const statement of readerIndex) await run(statement)
  // By the domain: what is left when everything that is no @ is taken from the front.
  await run(sql`create index subscribers_by_domain on subscribers (ltrim(canonical, replace(canonical, '@', '')))`)
  // The few who have left or pause are found without going through all.
  await run(sql`create index subscriptions_ended on subscriptions (subscriber_id) where state = 'ended'`)
  await run(sql`create index subscriptions_paused on subscriptions (subscriber_id) where paused_until is not null`)

  await run(sql`create table saved_filters (
    id ${id}, person_id bigint not null references people (id), name text not null, filter text not null, created_at bigint not null,
    unique (person_id, name))`)

  await run(sql`create table imports (
    id ${id}, state text not null, file_name text not null, plan text not null, bytes bigint not null, rows_checked bigint not null,
    rows_done bigint not null, read_bytes bigint not null, expected text, done text, message text,
    actor_id bigint, actor text not null, created_at bigint not null, confirmed_at bigint, finished_at bigint,
    lease_until bigint, attempts bigint not null)`)
  await run(sql`create index imports_at_work on imports (id) where state in ('checking', 'importing')`)
  await run(sql`create table import_blocks (
    import_id bigint not null references imports (id), number bigint not null, content bytea not null,
    primary key (import_id, number))`)
  await run(sql`create table import_verdicts (
    import_id bigint not null references imports (id), number bigint not null, verdicts text not null,
    primary key (import_id, number))`)

  await run(sql`create table bulk_runs (
    id ${id}, state text not null, action text not null, filter text not null, subscriber_ids text, expected bigint not null,
    through_id bigint not null, reached_id bigint not null, looked_at bigint not null, changed bigint not null, passed_over bigint not null,
    put_back bigint not null, left_alone bigint not null, message text,
    actor_id bigint, actor text not null, created_at bigint not null, finished_at bigint, undone_at bigint,
    lease_until bigint, attempts bigint not null)`)
  await run(sql`create index bulk_runs_at_work on bulk_runs (id) where state in ('running', 'undoing')`)
  await run(sql`create table bulk_changes (
    run_id bigint not null references bulk_runs (id), subscriber_id bigint not null, before text not null, after text not null,
    primary key (run_id, subscriber_id))${withoutRowid}`)
}
