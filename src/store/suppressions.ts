import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

export async function findSuppression(db: Db, canonical: string): Promise<{ reason: string } | undefined> {
  return db.selectFrom('suppressions').select('reason').where('canonical', '=', canonical).executeTakeFirst()
}

/** Never writes to this address again; the first reason stays. */
export async function suppress(db: Db, who: { canonical: string; reason: string; note: string }, now: Instant): Promise<void> {
  await db
    .insertInto('suppressions')
    .values({ ...who, created_at: now })
    .onConflict((conflict) => conflict.column('canonical').doNothing())
    .execute()
}

/** The same for many; two senders that write several never wait for each other, because they do so in the same order. */
export async function suppressAll(tx: Db, who: { canonical: string; reason: string; note: string; at: Instant }[]): Promise<void> {
  if (who.length === 0) return
  const rows = who.toSorted((a, b) => (a.canonical < b.canonical ? -1 : 1)).map(({ at, ...one }) => ({ ...one, created_at: at }))
  await tx
    .insertInto('suppressions')
    .values(rows)
    .onConflict((conflict) => conflict.column('canonical').doNothing())
    .execute()
}

/** Writes to this address again. */
export async function liftSuppression(db: Db, canonical: string): Promise<void> {
  await db.deleteFrom('suppressions').where('canonical', '=', canonical).execute()
}
