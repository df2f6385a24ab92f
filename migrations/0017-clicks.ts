import { sql } from 'kysely'
import type { Migration } from '../src/store/migrations.ts'

/** How often the links of an issue were followed, by the hour. No reader stands in it. */
export const up: Migration = async (run) => {
  await run(sql`create table issue_clicks (
    issue_id bigint not null references issues (id), briefing_id bigint, link text not null, hour bigint not null, clicks bigint not null,
    primary key (issue_id, link, hour))`)
}
