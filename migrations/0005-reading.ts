import { sql } from 'kysely'
import type { Migration } from '../src/store/migrations.ts'

export const up: Migration = async (run, { searchIndex }) => {
  await run(sql`alter table digests add column public bigint not null default 1`)

  // What was written before its first day in public is nobody's affair. Of briefings that are out already, nobody knows any more.
  await run(sql`alter table briefings add column public_revision bigint`)
  await run(sql`update briefings set public_revision = revision where state <> 'draft'`)

  // The archive asks for months.
  await run(sql`create index briefings_by_time on briefings (published_at)`)

  // Goes up with every change that somebody could see on the web, and is the instant of the last one.
  await run(sql`insert into counters (name, value) values ('pages', 0)`)

  await run(sql`create table searchable (
    briefing_id bigint not null primary key references briefings (id), revision bigint not null, rule bigint not null, words text not null)`)
  for (const statement of searchIndex) await run(statement)

  // The address of a reader's own feed holds the series; a new one makes all older addresses lead nowhere.
  await run(sql`create table private_feeds (
    subscriber_id bigint not null primary key references subscribers (id) on delete cascade, series bigint not null, changed_at bigint not null)`)
}
