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
