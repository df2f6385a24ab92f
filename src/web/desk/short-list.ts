import { listQueryText } from '../list-query.ts'
import { numberIn } from './lists/list-address.ts'

/** A page of a list that is read whole because it is short, such as that of the people here; `more` leads on, for `_onward.hbs`. */
export function shortList<Row>(
  all: Row[],
  { path, query, search, atOnce = 50 }: { path: string; query: unknown; search: string; atOnce?: number },
): { shown: Row[]; more: string } {
  const behind = numberIn(query, 'before') ?? 0
  const end = behind + atOnce
  return { shown: all.slice(behind, end), more: end < all.length ? path + listQueryText({ search, before: end }) : '' }
}
