import { sql } from 'kysely'
import type { Migration } from '../src/store/migrations.ts'

export const up: Migration = async (run, { id }) => {
  await run(sql`alter table topics add column lines text not null default '{}'`)
  await run(sql`alter table topics add column position bigint not null default 0`)
  await run(sql`alter table digests add column lines text not null default '{}'`)
  await run(sql`alter table digests add column welcome text not null default 'issue'`)

  await run(sql`alter table subscribers add column confirmed_at bigint not null default 0`)
  await run(sql`update subscribers set confirmed_at = created_at`)

  await run(sql`create table wordings (
    id ${id}, language text not null, version text not null, text text not null, created_at bigint not null,
    unique (language, version))`)
  await run(sql`create table consents (
    id ${id}, subscriber_id bigint not null references subscribers (id), address text not null,
    digest_id bigint not null references digests (id), how text not null, wording_id bigint references wordings (id),
    asked_at bigint not null, asked_network text not null, asked_browser text not null,
    given_at bigint not null, given_network text not null, given_browser text not null)`)
  await run(sql`create index consents_by_subscriber on consents (subscriber_id)`)
  // Who was there before anybody wrote consents down was put there by a person at the command line.
  await run(sql`insert into consents (subscriber_id, address, digest_id, how, asked_at, asked_network, asked_browser, given_at, given_network, given_browser)
    select subscriber_id, address, digest_id, 'command-line', subscriptions.created_at, '', '', subscriptions.created_at, '', ''
    from subscriptions join subscribers on subscribers.id = subscriber_id order by subscriptions.id`)

  await run(sql`create table sign_ups (
    id ${id}, state text not null, address text not null, canonical text not null, mailbox text not null, name text not null,
    digest_id bigint not null references digests (id), choices text not null, language text not null, how text not null,
    wording_id bigint not null references wordings (id), network text not null, network_group text not null, browser text not null,
    asked_at bigint not null, answered_at bigint, confirmed_at bigint)`)
  await run(sql`create index sign_ups_waiting on sign_ups (id) where state = 'asked'`)
  await run(sql`create index sign_ups_by_mailbox on sign_ups (mailbox, asked_at)`)
  await run(sql`create index sign_ups_by_network on sign_ups (network_group, asked_at)`)
  await run(sql`create index sign_ups_by_time on sign_ups (asked_at)`)

  await run(sql`create table notices (
    id ${id}, kind text not null, address text not null, canonical text not null, language text not null, content text not null,
    state text not null, created_at bigint not null, next_at bigint not null, useful_until bigint not null,
    attempts bigint not null, lease_until bigint, reason text, settled_at bigint)`)
  await run(sql`create index notices_waiting on notices (next_at) where state = 'queued'`)
  await run(sql`create index notices_in_hand on notices (lease_until) where state in ('leased', 'posting')`)
  await run(sql`create index notices_by_address on notices (canonical, kind, created_at)`)
}
