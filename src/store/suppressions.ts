import { sql, type RawBuilder } from 'kysely'
import type { Instant } from '../domain/instant.ts'
import { isStronger, SUPPRESSION_REASONS, type SuppressionReason } from '../domain/suppression.ts'
import type { Db } from './dialect.ts'
import { logSuppressions } from './suppression-log.ts'
import { text } from './typed-value.ts'

/** Whom not to write to, why, who says so, and by which word to know the address once it has been erased. */
export type Suppressed = { canonical: string; hash: string; reason: SuppressionReason; note: string; by: string; at: Instant }

/** Whether an address, or one that was erased and has one of these hashes, is not to be written to. */
export async function findSuppression(
  db: Db,
  canonical: string,
  hashes: readonly string[] = [],
): Promise<{ reason: SuppressionReason; at: Instant } | undefined> {
  const rows = await db
    .selectFrom('suppressions')
    .select(['reason', 'created_at as at'])
    .where((is) => is.or([is('canonical', '=', canonical), ...(hashes.length > 0 ? [is('hash', 'in', hashes)] : [])]))
    .execute()
  return rows.toSorted((one, other) => (isStronger(one.reason, other.reason) ? -1 : 1))[0]
}

export async function isSubscriberSuppressed(db: Db, subscriberId: number): Promise<boolean> {
  const query = db.selectFrom('suppressions').innerJoin('subscribers', 'subscribers.canonical', 'suppressions.canonical')
  return (await query.select('reason').where('subscribers.id', '=', subscriberId).executeTakeFirst()) !== undefined
}

/** Those of some hashes whose address was erased, with their reasons. */
export async function listErased(db: Db, hashes: readonly string[]): Promise<Map<string, SuppressionReason>> {
  if (hashes.length === 0) return new Map()
  const rows = await db
    .selectFrom('suppressions')
    .select(['hash', 'reason'])
    .where('canonical', 'is', null)
    .where('hash', 'in', hashes)
    .execute()
  return new Map(rows.flatMap(({ hash, reason }) => (hash === null ? [] : [[hash, reason]])))
}

/**
 * Never writes to these addresses again; a stronger reason takes the place of a weaker one, otherwise the first stays. Gives back those for
 * whom it was news.
 */
export async function suppressAll(tx: Db, who: Suppressed[]): Promise<Set<string>> {
  const those = strongestOfEach(who)
  if (those.length === 0) return new Set()
  await reviveErased(tx, those)
  const rows = those.map(({ canonical, hash, reason, note, by, at }) => ({ canonical, hash, reason, note, added_by: by, created_at: at }))
  const changed = await tx
    .insertInto('suppressions')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column('canonical')
        .doUpdateSet((row) => ({
          reason: row.ref('excluded.reason'),
          note: row.ref('excluded.note'),
          added_by: row.ref('excluded.added_by'),
          created_at: row.ref('excluded.created_at'),
        }))
        .where(sql<boolean>`${strengthOf('excluded.reason')} > ${strengthOf('suppressions.reason')}`),
    )
    .returning('canonical')
    .execute()
  const news = new Set(changed.flatMap(({ canonical }) => canonical ?? []))
  await logSuppressions(
    tx,
    those.filter(({ canonical }) => news.has(canonical)).map((one) => ({ ...one, what: 'added' })),
  )
  return news
}

// One row for an address, and always in the same order: two senders that write several never wait for each other.
function strongestOfEach(who: Suppressed[]): Suppressed[] {
  const byAddress = new Map<string, Suppressed>()
  for (const one of who) {
    const known = byAddress.get(one.canonical)
    if (!known || isStronger(one.reason, known.reason)) byAddress.set(one.canonical, one)
  }
  return [...byAddress.values()].sort((a, b) => (a.canonical < b.canonical ? -1 : 1))
}

const strengthOf = (column: string): RawBuilder<number> =>
  sql`case ${sql.ref(column)} ${sql.join(
    SUPPRESSION_REASONS.map((reason, rank) => sql`when ${text(reason)} then ${sql.lit(rank)}`),
    sql` `,
  )} else -1 end`

// Who was erased and comes back is known again by the address: otherwise there would be a second row with the same hash.
async function reviveErased(tx: Db, those: Pick<Suppressed, 'canonical' | 'hash'>[]): Promise<void> {
  await sql`
    with given (canonical, hash) as (values ${sql.join(those.map(({ canonical, hash }) => sql`(${text(canonical)}, ${text(hash)})`))})
    update suppressions set canonical = given.canonical from given
    where suppressions.hash = given.hash and suppressions.canonical is null`.execute(tx)
}

export type Lift = {
  canonical: string
  hashes: readonly string[]
  reasons: readonly SuppressionReason[]
  note: string
  by: string
  /** As what it stands in the history; `held`: only until a person has decided. */
  what?: 'lifted' | 'held'
}

/** Writes to an address again that was suppressed for one of these reasons; says which it was. */
export async function liftSuppression(tx: Db, lift: Lift, at: Instant): Promise<SuppressionReason | undefined> {
  const { canonical, hashes, reasons, note, by, what = 'lifted' } = lift
  const lifted = await tx
    .deleteFrom('suppressions')
    .where((is) => is.or([is('canonical', '=', canonical), ...(hashes.length > 0 ? [is('hash', 'in', hashes)] : [])]))
    .where('reason', 'in', reasons)
    .returning(['reason', 'hash'])
    .execute()
  await logSuppressions(
    tx,
    lifted.map(({ reason, hash }) => ({ canonical, hash, reason, note, by, at, what })),
  )
  return lifted[0]?.reason
}

/** Takes the address out of everything that is kept about its suppression and leaves the hash: it stays suppressed. */
export async function eraseFromSuppressions(tx: Db, { canonical, hash }: { canonical: string; hash: string }): Promise<void> {
  const erased = { canonical: null, hash, note: '' }
  await tx.updateTable('suppressions').set(erased).where('canonical', '=', canonical).execute()
  await tx.updateTable('suppression_log').set(erased).where('canonical', '=', canonical).execute()
  await tx.deleteFrom('soft_failures').where('canonical', '=', canonical).execute()
  await tx.deleteFrom('held_suppressions').where('canonical', '=', canonical).execute()
}

/** Up to `limit` suppressed addresses that have no hash yet. */
export async function listUnhashed(db: Db, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('suppressions')
    .select('canonical')
    .where('hash', 'is', null)
    .where('canonical', 'is not', null)
    .limit(limit)
    .execute()
  return rows.flatMap(({ canonical }) => canonical ?? [])
}

export async function addHashes(tx: Db, hashes: { canonical: string; hash: string }[]): Promise<void> {
  if (hashes.length === 0) return
  await sql`
    with given (canonical, hash) as (values ${sql.join(hashes.map(({ canonical, hash }) => sql`(${text(canonical)}, ${text(hash)})`))})
    update suppressions set hash = given.hash from given where suppressions.canonical = given.canonical`.execute(tx)
}
