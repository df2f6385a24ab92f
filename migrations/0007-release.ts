import { sql } from 'kysely'
import type { Migration } from '../src/store/migrations.ts'

/** How digests are released, what leaves together, and who may send from this database. */
export const up: Migration = async (run, { withoutRowid }) => {
  await run(sql`alter table digests add column release text not null default 'fixed'`)
  await run(sql`alter table digests add column recurrence text not null default '{"kind":"weekly","every":1}'`)
  await run(sql`alter table digests add column calendar text`)
  await run(sql`alter table digests add column fewest bigint not null default 1`)
  await run(sql`alter table digests add column most_waits bigint not null default 0`)
  await run(sql`alter table digests add column waits bigint not null default 0`)
  await run(sql`alter table digests add column silent_after bigint`)
  await run(sql`alter table digests add column joins bigint not null default 1`)
  await run(sql`alter table digests add column least_priority bigint not null default 9`)
  await run(sql`create table calendar_dates (
    calendar text not null, date text not null, note text not null, primary key (calendar, date))`)

  // Of a rolling digest: readers whose hour comes from then on are served by the issue.
  await run(sql`alter table issues add column from_at bigint`)
  await run(sql`alter table subscribers add column joins bigint`)
  await run(sql`alter table subscribers add column mails_a_day bigint`)
  // Both minutes of the day in one number: domain/quiet-hours.ts.
  await run(sql`alter table subscriptions add column quiet bigint`)
  await run(sql`alter table subscriptions add column silent_note bigint not null default 0`)
  // Who falls due in a quarter of an hour is looked up by the few hours that come round in it.
  await run(sql`create index subscriptions_by_hour on subscriptions (digest_id, hour_id, subscriber_id)`)

  // The reader's local day around the due time, and where a mail too many goes.
  await run(sql`alter table issue_hours add column day_from bigint`)
  await run(sql`alter table issue_hours add column day_until bigint`)
  await run(sql`alter table issue_hours add column over_at bigint`)
  await run(sql`alter table issue_hours add column silent_since bigint`)
  await run(sql`create table issue_quiets (
    issue_id bigint not null references issues (id), hour_id bigint not null references reader_hours (id), quiet bigint not null,
    due_at bigint not null, primary key (issue_id, hour_id, quiet))${withoutRowid}`)

  await run(sql`alter table deliveries add column joined_to bigint`)
  await run(sql`create index deliveries_joined on deliveries (joined_to) where joined_to is not null`)
  await run(sql`create index deliveries_waiting_joined on deliveries (joined_to) where state = 'joined'`)
  await run(sql`alter table attempts add column dated_at bigint`)
  await run(sql`alter table attempts add column message_hash text`)

  await run(sql`create table instances (
    run text not null primary key, instance text not null, host text not null, secret text not null, base_url text not null,
    started_at bigint not null, seen_at bigint not null)`)
}
