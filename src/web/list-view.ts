import type { Words } from '../render/words.ts'
import { listQueryText, type ListQuery } from './list-query.ts'

type Listed = { path: string; query: ListQuery; total: number; lastKey: number | undefined; hasOlder: boolean; shown: number }

/** The words that `_search.hbs` and `_pager.hbs` stand on, besides those made here. */
export const LIST_WORDS = ['listSearch', 'listAll', 'listOlder', 'listNewest'] as const

/** What the search form and the links to other pages of a list need. */
export function listView({ path, query, total, lastKey, hasOlder, shown }: Listed, words: Words) {
  const { search, before, language } = query
  const kept = language === undefined ? {} : { language }
  return {
    action: path,
    search,
    language: language ?? '',
    isSearched: search !== '',
    isWorthSearching: shown > 0 || search !== '',
    nothing: shown === 0 && search !== '' ? words.say('listNothing', { search }) : '',
    found: search === '' ? '' : words.say('listFound', { count: total }),
    all: path + listQueryText(kept),
    hasPages: before !== undefined || hasOlder,
    newest: before === undefined ? '' : path + listQueryText({ search, ...kept }),
    older: hasOlder && lastKey !== undefined ? path + listQueryText({ search, before: lastKey, ...kept }) : '',
  }
}
