import type { Instant } from '../../domain/instant.ts'
import { filterText, isAll, type ReaderFilter } from '../../domain/reader-filter.ts'
import type { Store } from '../../store/dialect.ts'
import { countFilters, deleteFilter, saveFilter } from '../../store/lists/saved-filters.ts'

const MOST = 30

/** Keeps a filter of a person under a name; one that has the name already is replaced. */
export async function keepFilter(
  { db }: Store,
  { personId, name, filter }: { personId: number; name: string; filter: ReaderFilter },
  now: Instant,
): Promise<{ ok: true } | { ok: false; reason: 'no-name' | 'is-all' | 'too-many' }> {
  if (name === '') return { ok: false, reason: 'no-name' }
  if (isAll(filter)) return { ok: false, reason: 'is-all' }
  if ((await countFilters(db, personId)) >= MOST) return { ok: false, reason: 'too-many' }
  await saveFilter(db, { personId, name, filter: filterText(filter) }, now)
  return { ok: true }
}

/** False when there is no such filter, or it is another's. */
export const forgetFilter = ({ db }: Store, of: { personId: number; id: number }): Promise<boolean> => deleteFilter(db, of)
