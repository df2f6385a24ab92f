import { sql } from 'kysely'
import type { Migration } from '../src/store/migrations.ts'

export const up: Migration = async (run, { id, withoutRowid }) => {
  await run(sql`create table installation (name text not null primary key, value text not null)`)
  await run(sql`create table counters (name text not null primary key, value bigint not null)`)
  await run(sql`insert into counters (name, value) values ('publish', 0)`)

  await run(sql`create table topics (
    id ${id}, slug text not null unique, names text not null, created_at bigint not null)`)

  await run(sql`create table briefings (
    id ${id}, source text not null, key text not null, slug text not null unique, state text not null, revision bigint not null,
    language text not null, title text not null, priority bigint not null, published_at bigint, publish_seq bigint unique,
    created_at bigint not null, changed_at bigint not null,
    unique (source, key))`)
  await run(sql`create table revisions (
    briefing_id bigint not null references briefings (id), number bigint not null, content_hash text not null, content text not null,
    created_at bigint not null,
    primary key (briefing_id, number))`)
  await run(sql`create table briefing_topics (
    briefing_id bigint not null references briefings (id), topic_id bigint not null references topics (id),
    primary key (briefing_id, topic_id))`)

  await run(sql`create table digests (
    id ${id}, slug text not null unique, names text not null, zone text not null, minute bigint not null, weekdays bigint not null,
    approval text not null, cap bigint not null, late_limit bigint not null, useful_for bigint not null,
    cut_until bigint not null, seq_until bigint not null, next_number bigint not null, created_at bigint not null)`)
  await run(sql`create table digest_topics (
    digest_id bigint not null references digests (id), topic_id bigint not null references topics (id),
    primary key (digest_id, topic_id))`)

  await run(sql`create table issues (
    id ${id}, digest_id bigint not null references digests (id), number bigint not null, due_at bigint not null, state text not null,
    seq_from bigint not null, seq_to bigint not null, over_cap bigint not null, composed_at bigint not null,
    approved_at bigint, approved_by text, parts_hash text, release_at bigint,
    addressed_through bigint not null, addressed_at bigint, held_at bigint, held_reason text,
    unique (digest_id, due_at), unique (digest_id, number))`)
  await run(sql`create table cuts (
    digest_id bigint not null references digests (id), due_at bigint not null, verdict text not null,
    issue_id bigint references issues (id), decided_at bigint not null,
    primary key (digest_id, due_at))`)
  await run(sql`create table issue_stories (
    issue_id bigint not null references issues (id), position bigint not null, briefing_id bigint not null, revision bigint not null,
    primary key (issue_id, position), unique (issue_id, briefing_id),
    foreign key (briefing_id, revision) references revisions (briefing_id, number))`)
  await run(sql`create table issue_story_topics (
    issue_id bigint not null references issues (id), topic_id bigint not null references topics (id), position bigint not null,
    low bigint not null, high bigint not null,
    primary key (issue_id, topic_id, position))`)
  await run(sql`create table parts (hash text not null primary key, content text not null)`)
  await run(sql`create table issue_parts (
    issue_id bigint not null references issues (id), language text not null, format text not null, kind text not null,
    about bigint not null, hash text not null references parts (hash),
    primary key (issue_id, language, format, kind, about))`)

  await run(sql`create table subscribers (
    id ${id}, address text not null, canonical text not null unique, name text not null, created_at bigint not null)`)
  await run(sql`create table reader_hours (
    id ${id}, zone text not null, minute bigint not null, weekdays bigint not null,
    unique (zone, minute, weekdays))`)
  await run(sql`create table language_lists (id ${id}, languages text not null unique)`)
  // The chosen topics are one text of ids: as rows, eight of them would take four times the room and be no faster to go through.
  await run(sql`create table subscriptions (
    id ${id}, digest_id bigint not null references digests (id), subscriber_id bigint not null references subscribers (id),
    state text not null, hour_id bigint not null references reader_hours (id),
    language_list_id bigint not null references language_lists (id), format text not null, topics text not null,
    created_at bigint not null, ended_at bigint, ended_by text,
    unique (subscriber_id, digest_id))`)
  // Addressing walks the readers of one digest in the order of their ids.
  await run(sql`create index subscriptions_by_digest on subscriptions (digest_id, subscriber_id)`)

  await run(sql`create table issue_hours (
    issue_id bigint not null references issues (id), hour_id bigint not null references reader_hours (id), due_at bigint not null,
    primary key (issue_id, hour_id))${withoutRowid}`)
  await run(sql`create table issue_languages (
    issue_id bigint not null references issues (id), language_list_id bigint not null references language_lists (id),
    language text not null, low bigint not null, high bigint not null,
    primary key (issue_id, language_list_id))${withoutRowid}`)
  await run(sql`create table issue_tallies (
    issue_id bigint not null references issues (id), reason text not null, readers bigint not null,
    primary key (issue_id, reason))`)

  // Without foreign keys, which would double the time of addressing: PostgreSQL writes a lock into the row of every subscriber.
  await run(sql`create table deliveries (
    id ${id}, issue_id bigint not null, subscriber_id bigint not null,
    state text not null, due_at bigint not null, next_at bigint not null, low bigint not null, high bigint not null,
    topics text not null, language text not null, format text not null,
    attempts bigint not null, lease_until bigint, reason text, settled_at bigint,
    unique (issue_id, subscriber_id))`)
  await run(sql`create index deliveries_waiting on deliveries (next_at) where state = 'queued'`)
  await run(sql`create index deliveries_in_hand on deliveries (lease_until) where state in ('leased', 'posting')`)
  await run(sql`create table attempts (
    delivery_id bigint not null references deliveries (id), number bigint not null, outcome text not null, started_at bigint not null,
    ended_at bigint not null, reply_code bigint, enhanced_code text, reply text not null, relay text not null, fault text,
    primary key (delivery_id, number))${withoutRowid}`)

  await run(sql`create table paces (
    name text not null primary key, rate double precision not null, free_at bigint not null, line_until bigint not null,
    slowed_at bigint, reason text)`)
  await run(sql`create table suppressions (
    canonical text not null primary key, reason text not null, note text not null, created_at bigint not null)`)
  await run(sql`create table soft_failures (
    canonical text not null, delivery_id bigint not null, failed_at bigint not null, heard text not null,
    primary key (canonical, delivery_id))${withoutRowid}`)
  await run(sql`create table caught_messages (
    id ${id}, received_at bigint not null, mail_from text not null, rcpt_to text not null, subject text not null, raw bytea not null)`)
}
