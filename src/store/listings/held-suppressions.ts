import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'

/** A receiver that calls nearly everybody dead, and how many addresses wait for a person because of it. */
export type HeldReceiver = { receiver: string; openedAt: Instant; dead: number; gone: number; waiting: number }

export async function listHeldReceivers(db: Db): Promise<HeldReceiver[]> {
  return db
    .selectFrom('breakers')
    .innerJoin('held_suppressions', 'held_suppressions.receiver', 'breakers.receiver')
    .select(['breakers.receiver', 'opened_at as openedAt', 'dead', 'gone'])
    .select((each) => each.fn.countAll<number>().as('waiting'))
    .groupBy(['breakers.receiver', 'opened_at', 'dead', 'gone'])
    .orderBy('opened_at', 'desc')
    .orderBy('breakers.receiver')
    .execute()
}

export type HeldAddress = { id: number; address: string; note: string; at: Instant }

/** The addresses that wait, of one receiver, in the order in which they came. */
export async function listHeldAddresses(db: Db, of: { receiver: string; limit: number; after: number }): Promise<HeldAddress[]> {
  return db
    .selectFrom('held_suppressions')
    .select(['id', 'canonical as address', 'note', 'held_at as at'])
    .where('receiver', '=', of.receiver)
    .where('id', '>', of.after)
    .orderBy('id')
    .limit(of.limit)
    .execute()
}
