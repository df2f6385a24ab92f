import type { Instant } from '../domain/instant.ts'
import type { SuppressionReason } from '../domain/suppression.ts'
import type { Db } from './dialect.ts'
import type { Row } from './tables.ts'

export type LoggedSuppression = {
  what: Row<'suppression_log'>['what']
  canonical: string
  hash: string | null
  reason: SuppressionReason
  note: string
  by: string
  at: Instant
}

/** Adds to the history of suppressions. Nothing in it is ever changed; only erasure takes addresses and notes out. */
export async function logSuppressions(tx: Db, entries: LoggedSuppression[]): Promise<void> {
  if (entries.length === 0) return
  await tx
    .insertInto('suppression_log')
    .values(entries.map(({ by, ...entry }) => ({ ...entry, done_by: by })))
    .execute()
}

/** When an address was last given back to us; what was sent to it before that says nothing about it any more (MAIL.md H7). */
export async function findLiftedAt(db: Db, canonical: string): Promise<Instant | undefined> {
  const row = await db
    .selectFrom('suppression_log')
    .select((log) => log.fn.max('at').as('at'))
    .where('canonical', '=', canonical)
    .where('what', '=', 'lifted')
    .executeTakeFirst()
  return row?.at ?? undefined
}
