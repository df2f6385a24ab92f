import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'

/** How many deliveries still wait that were due by then. */
export async function countDueWaiting(db: Db, dueBy: Instant): Promise<number> {
  const { count } = await db
    .selectFrom('deliveries')
    .select((of) => of.fn.countAll<number>().as('count'))
    .where('state', 'in', ['queued', 'joined', 'leased', 'posting'])
    .where('due_at', '<=', dueBy)
    .executeTakeFirstOrThrow()
  return count
}
