import { sql } from 'kysely'
import type { Migration } from '../src/store/migrations.ts'

/** Mails that wait: for the end of quiet hours, for a day that is not full, for a reader who has moved. */
export const up: Migration = async (run, { withoutRowid }) => {
  // Both minutes of the day in one number, for readers who have said nothing: domain/quiet-hours.ts.
  await run(sql`alter table digests add column quiet bigint`)
  // When it would have come on a day that had mails enough already.
  await run(sql`alter table deliveries add column put_off_from bigint`)
  // The quarters of an hour, counted from 1970, in which an issue has mails besides those of its hours.
  await run(sql`create table issue_quarters (
    issue_id bigint not null references issues (id), quarter bigint not null, primary key (issue_id, quarter))${withoutRowid}`)
  await run(sql`drop table issue_quiets`)
  for (const column of ['day_from', 'day_until', 'over_at', 'silent_since'])
    await run(sql`alter table issue_hours drop column ${sql.ref(column)}`)

  // Few readers wish these, so that looking for them among a chunk costs next to nothing.
  await run(sql`create index subscribers_with_most_mails on subscribers (id) where mails_a_day is not null`)
  await run(sql`create index subscriptions_with_notes on subscriptions (digest_id, subscriber_id) where silent_note > 0`)
}
