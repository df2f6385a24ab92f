import { sql } from 'kysely'
import type { Migration } from '../src/store/migrations.ts'

export const up: Migration = async (run) => {
  // They are few among millions, and the desk lists them, the newest first.
  await run(sql`create index deliveries_refused on deliveries (id) where state = 'refused'`)
  await run(sql`create index delivery_news_by_kind on delivery_news (kind, id)`)
}
