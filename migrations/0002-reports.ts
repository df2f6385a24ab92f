import { sql } from 'kysely'
import type { Migration } from '../src/store/migrations.ts'

export const up: Migration = async (run, { id, withoutRowid }) => {
  // Erasure takes the address away and leaves its keyed hash, so either may be missing. The hashes of what stands here already need the
  // secret; they are added at the next start (flow/hash-suppressions.ts).
  await run(sql`alter table suppressions rename to plain_suppressions`)
  await run(sql`create table suppressions (
    id ${id}, canonical text unique, hash text unique, reason text not null, note text not null, added_by text not null,
    created_at bigint not null)`)
  await run(sql`insert into suppressions (canonical, reason, note, added_by, created_at)
    select canonical, reason, note, 'answer', created_at from plain_suppressions`)
  await run(sql`drop table plain_suppressions`)
  await run(sql`create index suppressions_by_time on suppressions (created_at)`)
  await run(sql`create table suppression_log (
    id ${id}, at bigint not null, canonical text, hash text, what text not null, reason text not null, note text not null, done_by text not null)`)
  await run(sql`create index suppression_log_by_address on suppression_log (canonical, at)`)
  await run(sql`create index suppression_log_by_hash on suppression_log (hash, at)`)

  await run(sql`create table breakers (
    receiver text not null primary key, opened_at bigint not null, dead bigint not null, gone bigint not null,
    decided_at bigint, decision text)`)
  await run(sql`create table held_suppressions (
    id ${id}, receiver text not null, canonical text not null unique, delivery_id bigint, note text not null, heard text not null,
    held_at bigint not null)`)
  await run(sql`create index held_suppressions_by_receiver on held_suppressions (receiver, id)`)

  // Without a foreign key, as the deliveries themselves: news is kept as long as it is news, not as long as its delivery.
  await run(sql`create table delivery_news (
    id ${id}, delivery_id bigint not null, kind text not null, heard_at bigint not null, class text not null, reason text not null,
    follows text not null, reply_code text, status text, rule text not null, text text not null, via text not null, provider text,
    unique (delivery_id, kind))`)
  await run(sql`create index delivery_news_by_time on delivery_news (heard_at)`)
  await run(sql`create table unmatched_reports (
    id ${id}, received_at bigint not null, via text not null, provider text, recipient text not null, why text not null,
    bytes bigint not null, raw bytea not null)`)
  await run(sql`create index unmatched_reports_by_time on unmatched_reports (received_at)`)
  await run(sql`create table report_tallies (
    day bigint not null, verdict text not null, reports bigint not null,
    primary key (day, verdict))${withoutRowid}`)

  await run(sql`create table reputation_hours (
    hour bigint not null, sender_domain text not null, receiver text not null, accepted bigint not null, refused bigint not null,
    bounced bigint not null, complained bigint not null, dead bigint not null,
    primary key (hour, sender_domain, receiver))${withoutRowid}`)
  await run(sql`create table issue_counts (
    issue_id bigint not null primary key, gone bigint not null, failed bigint not null, complained bigint not null, paused_at bigint)`)
}
