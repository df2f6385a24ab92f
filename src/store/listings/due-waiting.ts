import { sql } from 'kysely'
import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'

/** How many deliveries still wait that were due by then. Each state is looked up in an index of its own, which holds none that are over. */
export async function countDueWaiting(db: Db, dueBy: Instant): Promise<number> {
  const { rows } = await sql<{ count: number }>`select
    (select count(*) from deliveries where state = 'queued' and next_at >= 0 and due_at <= ${dueBy})
    + (select count(*) from deliveries where state = 'joined' and due_at <= ${dueBy})
    + (select count(*) from deliveries where state in ('leased', 'posting') and due_at <= ${dueBy}) as count`.execute(db)
  return rows[0]?.count ?? 0
}
