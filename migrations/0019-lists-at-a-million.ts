import { sql } from 'kysely'
import type { Migration } from '../src/store/migrations.ts'

export const up: Migration = async (run) => {
  // How fast mails leave is asked of the last minutes alone.
  await run(sql`create index attempts_by_time on attempts (ended_at, outcome)`)
  // What waits for a hook, and what it took last, among all that it was ever told.
  await run(sql`create index hook_posts_open on hook_posts (hook_id) where state in ('waiting', 'posting')`)
  await run(sql`create index hook_posts_taken on hook_posts (hook_id, settled_at) where state = 'taken'`)
}
