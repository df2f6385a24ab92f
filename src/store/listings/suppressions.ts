import type { Instant } from '../../domain/instant.ts'
import type { SuppressionReason } from '../../domain/suppression.ts'
import type { Db } from '../dialect.ts'
import { contains } from './contains.ts'
import { idOf, walk, type Onward, type Walked, type Within } from './walk.ts'

export type ListedSuppression = {
  id: number
  /** Null where it was erased; the hash still knows it. */
  address: string | null
  reason: SuppressionReason
  note: string
  /** Who: `answer`, `report`, `reader`, or a person. */
  by: string
  at: Instant
}

type Filter = { search?: string; reason?: SuppressionReason } & Partial<Within>

/** Whom we do not write to, in the order of their ids. `search` looks into the address and the note. */
export async function listSuppressions(
  db: Db,
  { search = '', reason, limit = 100, after = 0, before = Number.MAX_SAFE_INTEGER }: Filter = {},
): Promise<ListedSuppression[]> {
  let query = db
    .selectFrom('suppressions')
    .select(['id', 'canonical as address', 'reason', 'note', 'added_by as by', 'created_at as at'])
    .where('id', '>', after)
    .where('id', '<', before)
  if (reason !== undefined) query = query.where('reason', '=', reason)
  if (search !== '') query = query.where(contains(['canonical', 'note'], search))
  return query.orderBy('id').limit(limit).execute()
}

type Sought = { search?: string; reason?: SuppressionReason } & Onward

/** A page of the same: however rare what is looked for, it takes a bounded time. */
export function walkSuppressions(db: Db, { behind, limit, ...filter }: Sought): Promise<Walked<ListedSuppression>> {
  const isSought = (filter.search ?? '') !== '' || filter.reason !== undefined
  return walk(db, { table: 'suppressions', behind, limit, isSought, isUp: true, keyOf: idOf }, (within) =>
    listSuppressions(db, { ...filter, ...within }),
  )
}

export type LoggedChange = { at: Instant; what: string; reason: SuppressionReason; note: string; by: string }

/** What happened to the suppression of one address, the oldest first. `hashes` are those that it may have been erased under. */
export async function listSuppressionHistory(db: Db, canonical: string, hashes: readonly string[]): Promise<LoggedChange[]> {
  return db
    .selectFrom('suppression_log')
    .select(['at', 'what', 'reason', 'note', 'done_by as by'])
    .where((is) => is.or([is('canonical', '=', canonical), is('hash', 'in', hashes)]))
    .orderBy('id')
    .limit(1000)
    .execute()
}
