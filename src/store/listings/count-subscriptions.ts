import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../dialect.ts'

/** A select of `named` and `count` over those active subscriptions, `u`, whose ids are within. */
type Select = (within: RawBuilder<unknown>) => RawBuilder<{ named: number; count: number }>

/** How many active subscriptions name something, by its number. It walks over all of them, in turns that let others work meanwhile. */
export async function countSubscriptions(db: Db, { select, atOnce }: { select: Select; atOnce: number }): Promise<Map<number, number>> {
  const counts = new Map<number, number>()
  const { last } = (await sql<{ last: number | null }>`select max(id) as last from subscriptions`.execute(db)).rows[0] ?? { last: 0 }
  for (let after = 0; after < (last ?? 0); after += atOnce) {
    const within = sql`u.id > ${after} and u.id <= ${after + atOnce} and u.state = 'active'`
    for (const { named, count } of (await select(within).execute(db)).rows) counts.set(named, (counts.get(named) ?? 0) + count)
    await nextTurn()
  }
  return counts
}
