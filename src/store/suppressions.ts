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
