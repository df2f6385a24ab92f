import { sql } from 'kysely'
import type { Migration } from '../src/store/migrations.ts'

export const up: Migration = async (run) => {
  // What is set at the desk or by command. Values are JSON; those that nobody may read are sealed.
  await run(
    sql`create table settings (key text not null primary key, value text not null, changed_at bigint not null, changed_by text not null)`,
  )
}
