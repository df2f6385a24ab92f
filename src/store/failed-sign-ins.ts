import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

export async function countFailures(db: Db, who: string, since: Instant): Promise<number> {
  const { count } = await db
    .selectFrom('failed_sign_ins')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('who', '=', who)
    .where('at', '>', since)
    .executeTakeFirstOrThrow()
  return count
}

export async function recordFailure(db: Db, who: readonly string[], now: Instant): Promise<void> {
  await db
    .insertInto('failed_sign_ins')
    .values(who.map((one) => ({ who: one, at: now })))
    .execute()
}

export async function forgetFailures(db: Db, who: string): Promise<void> {
  await db.deleteFrom('failed_sign_ins').where('who', '=', who).execute()
}
