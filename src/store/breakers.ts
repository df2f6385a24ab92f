import type { Breaker } from '../domain/breaker.ts'
import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'
import type { Row } from './tables.ts'

/** An address that a receiver calls dead while it calls nearly everybody so: a person decides. */
export type HeldSuppression = Pick<Row<'held_suppressions'>, 'receiver' | 'canonical' | 'note' | 'heard'> & {
  deliveryId: number | null
  at: Instant
}

export async function findBreaker(tx: Db, receiver: string): Promise<Breaker | undefined> {
  const row = await tx.selectFrom('breakers').selectAll().where('receiver', '=', receiver).executeTakeFirst()
  return row && { openedAt: row.opened_at, decidedAt: row.decided_at, decision: row.decision }
}

export async function openBreaker(tx: Db, of: { receiver: string; dead: number; gone: number }, at: Instant): Promise<void> {
  const open = { dead: of.dead, gone: of.gone, opened_at: at, decided_at: null, decision: null }
  await tx
    .insertInto('breakers')
    .values({ receiver: of.receiver, ...open })
    .onConflict((conflict) => conflict.column('receiver').doUpdateSet(open))
    .execute()
}

export async function decideBreaker(
  tx: Db,
  receiver: string,
  { decision, at }: { decision: 'apply' | 'drop'; at: Instant },
): Promise<void> {
  await tx.updateTable('breakers').set({ decision, decided_at: at }).where('receiver', '=', receiver).execute()
}

export async function holdSuppressions(tx: Db, held: HeldSuppression[]): Promise<void> {
  if (held.length === 0) return
  await tx
    .insertInto('held_suppressions')
    .values(held.map(({ deliveryId, at, ...one }) => ({ ...one, delivery_id: deliveryId, held_at: at })))
    .onConflict((conflict) => conflict.column('canonical').doNothing())
    .execute()
}

export async function countHeld(tx: Db, receiver: string): Promise<number> {
  const held = tx.selectFrom('held_suppressions').select((of) => of.fn.countAll<number>().as('count'))
  return (await held.where('receiver', '=', receiver).executeTakeFirstOrThrow()).count
}

/** Takes up to `limit` held addresses of a receiver out, for good. */
export async function takeHeld(tx: Db, receiver: string, limit: number): Promise<HeldSuppression[]> {
  const rows = await tx.selectFrom('held_suppressions').selectAll().where('receiver', '=', receiver).orderBy('id').limit(limit).execute()
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const taken = await tx.deleteFrom('held_suppressions').where('id', 'in', ids).returning('id').execute()
  const ours = new Set(taken.map(({ id }) => id))
  return rows
    .filter(({ id }) => ours.has(id))
    .map(({ receiver, canonical, delivery_id, note, heard, held_at }) => ({
      ...{ receiver, canonical, note, heard },
      deliveryId: delivery_id,
      at: held_at,
    }))
}

/** The dead of the last hours whose receiver was found broken only after them: back from suppression to those that are held. */
export async function listLatelyDead(tx: Db, since: Instant): Promise<{ canonical: string; note: string; at: Instant }[]> {
  const rows = await tx
    .selectFrom('suppressions')
    .select(['canonical', 'note', 'created_at as at'])
    .where('created_at', '>=', since)
    .where('reason', '=', 'hard')
    .where('added_by', 'in', ['answer', 'report'])
    .execute()
  return rows.flatMap(({ canonical, ...row }) => (canonical === null ? [] : [{ ...row, canonical }]))
}
