import { sql } from 'kysely'
import type { Migration } from '../src/store/migrations.ts'

export const up: Migration = async (run) => {
  await run(sql`alter table briefings add column publish_at bigint`)
  await run(sql`alter table briefings add column withdrawn_at bigint`)
  await run(sql`create index briefings_scheduled on briefings (publish_at) where publish_at is not null`)

  // Who wrote a revision, and how it was filed: topics, priority and pin belong to what is restored with it.
  await run(sql`alter table revisions add column author text not null default ''`)
  await run(sql`alter table revisions add column filed text not null default ''`)

  // What somebody has typed and not saved yet, one row for each person and briefing. Nothing else reads it.
  await run(sql`create table working_copies (
    briefing_id bigint not null references briefings (id), person_id bigint not null references people (id), revision bigint not null,
    fields text not null, changed_at bigint not null,
    primary key (briefing_id, person_id))`)
  await run(sql`create table open_briefings (
    briefing_id bigint not null references briefings (id), person_id bigint not null references people (id), seen_at bigint not null,
    primary key (briefing_id, person_id))`)
}
