import { sql } from 'kysely'
import type { Migration } from '../src/store/migrations.ts'

/** What editors do with issues: their words and order, printings, skipped dates. */
export const up: Migration = async (run, { id }) => {
  await run(sql`alter table issues add column printing bigint not null default 1`)
  await run(sql`alter table issues add column waits_for_yes bigint not null default 0`)
  await run(sql`alter table issues add column corrects_id bigint`)
  // What unapproving gives back.
  await run(sql`alter table issue_hours add column served_before bigint`)
  await run(sql`alter table deliveries add column printing bigint not null default 1`)

  // Neither database can widen a primary key where it stands.
  await run(sql`create table printed_parts (
    issue_id bigint not null references issues (id), printing bigint not null, language text not null, format text not null,
    kind text not null, about bigint not null, hash text not null references parts (hash),
    primary key (issue_id, printing, language, format, kind, about))`)
  await run(sql`insert into printed_parts (issue_id, printing, language, format, kind, about, hash)
    select issue_id, 1, language, format, kind, about, hash from issue_parts`)
  await run(sql`drop table issue_parts`)
  await run(sql`alter table printed_parts rename to issue_parts`)

  await run(sql`create table issue_printings (
    issue_id bigint not null references issues (id), printing bigint not null, parts_hash text not null, frozen_at bigint not null,
    frozen_by text not null, low bigint not null, high bigint not null, words_changed bigint not null,
    primary key (issue_id, printing))`)
  await run(sql`insert into issue_printings (issue_id, printing, parts_hash, frozen_at, frozen_by, low, high, words_changed)
    select id, 1, parts_hash, coalesce(approved_at, composed_at), coalesce(approved_by, ''), 0, 0, 0 from issues where parts_hash is not null`)

  await run(sql`create table issue_edits (
    issue_id bigint not null references issues (id) primary key, subjects text not null, introductions text not null,
    left_out text not null, changes bigint not null)`)
  await run(sql`create table issue_looks (
    issue_id bigint not null references issues (id), person_id bigint not null references people (id), parts_hash text not null,
    stories text not null, looked_at bigint not null,
    primary key (issue_id, person_id))`)
  await run(sql`create table digest_skips (
    digest_id bigint not null references digests (id), date text not null, skipped_at bigint not null, skipped_by text not null,
    primary key (digest_id, date))`)
  await run(sql`create table test_mails (
    id ${id}, issue_id bigint not null references issues (id), notice_id bigint not null,
    person_id bigint, sent_at bigint not null)`)
}
