import { sql } from 'kysely'
import type { Migration } from '../src/store/migrations.ts'

export const up: Migration = async (run) => {
  // Whoever changes choices asks for both of them, of each reader: what is not addressed yet, and when the last issue was cut.
  await run(sql`create index issues_to_address on issues (digest_id, addressed_through) where state in ('draft', 'approved')`)
  await run(sql`create index issues_by_cut on issues (digest_id, composed_at)`)
}
