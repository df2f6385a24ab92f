import { sql } from 'kysely'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/**
 * The next number of the publish sequence. The row stays locked until the caller's transaction ends, so numbers become visible in
 * order: whoever reads the counter sees every briefing up to it, and a window over the sequence loses none.
 */
export async function nextPublishSeq(tx: Db): Promise<number> {
  const row = await tx
    .updateTable('counters')
    .set((eb) => ({ value: eb('value', '+', 1) }))
    .where('name', '=', 'publish')
    .returning('value')
    .executeTakeFirstOrThrow()
  return row.value
}

export async function getPublishSeq(db: Db): Promise<number> {
  const row = await db.selectFrom('counters').select('value').where('name', '=', 'publish').executeTakeFirstOrThrow()
  return row.value
}

/** How far the sequence had come at a time, by what is published still. */
export async function getPublishSeqAt(db: Db, at: Instant): Promise<number> {
  const row = await db
    .selectFrom('briefings')
    .select((of) => of.fn.max('publish_seq').as('seq'))
    .where('published_at', '<=', at)
    .executeTakeFirst()
  return row?.seq ?? 0
}

/**
 * Writes down that something changed which can be seen on the web; pages that were kept are made anew. The counter is the instant of the
 * last change, or a little more when several fall together. Call it last in a transaction: the row stays locked until its end.
 */
export async function markPagesChanged(tx: Db, now: Instant): Promise<void> {
  await sql`update counters set value = case when value < ${now} then ${now} else value + 1 end where name = 'pages'`.execute(tx)
}
