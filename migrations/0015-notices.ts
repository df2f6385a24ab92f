import { sql } from 'kysely'
import type { Migration } from '../src/store/migrations.ts'

export const up: Migration = async (run) => {
  // What was heard against a single mail, in the conversation or by a report.
  await run(sql`alter table notices add column came_back text`)
  await run(sql`create index notices_come_back on notices (canonical) where came_back is not null`)
  // Wishes that came to nothing are forgotten by their time.
  await run(sql`create index address_changes_by_time on address_changes (asked_at)`)
}
