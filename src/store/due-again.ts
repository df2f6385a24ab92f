import { sql } from 'kysely'
import type { Instant } from '../domain/instant.ts'
import { quarterOf } from '../domain/mails-a-day.ts'
import type { Chunk } from './addressing-chunk.ts'
import type { Db } from './dialect.ts'
import { whole } from './typed-value.ts'

/** Another time for a delivery that nobody has touched yet; `putOff`: its own day had mails enough. */
export type DueAgain = { id: number; dueAt: Instant; putOff: boolean }

/** Moves deliveries to other times, and notes for what comes later that the issue has mails then. */
export async function moveDeliveries(tx: Db, { issueId }: Pick<Chunk, 'issueId'>, moved: DueAgain[]): Promise<void> {
  for (let from = 0; from < moved.length; from += GROUP) {
    const rows = moved
      .slice(from, from + GROUP)
      .map(({ id, dueAt, putOff }) => sql`(${whole(id)}, ${whole(dueAt)}, ${whole(putOff ? 1 : 0)})`)
    await sql`
      with moved (id, due_at, is_put_off) as (values ${sql.join(rows)})
      update deliveries set due_at = moved.due_at, next_at = moved.due_at,
        put_off_from = case when moved.is_put_off > 0 then coalesce(deliveries.put_off_from, deliveries.due_at) else deliveries.put_off_from end
      from moved where deliveries.id = moved.id and deliveries.state = 'queued' and deliveries.attempts = 0`.execute(tx)
  }
  const quarters = [...new Set(moved.map(({ dueAt }) => quarterOf(dueAt)))]
  if (quarters.length === 0) return
  const rows = quarters.map((quarter) => ({ issue_id: issueId, quarter }))
  await tx
    .insertInto('issue_quarters')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

const GROUP = 500
