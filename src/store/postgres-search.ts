import { sql, type RawBuilder } from 'kysely'
import type { SearchTerm } from '../domain/search-words.ts'

// The words come cut and folded (domain/search-words.ts), so they are taken as they stand: what `to_tsvector` makes of a text depends on
// the locale of the database, and it knows no Chinese.
export const SEARCH_INDEX = [sql`create index searchable_words on searchable using gin (cast(words as tsvector))`]

export function briefingsWith(terms: SearchTerm[]): RawBuilder<unknown> {
  if (terms.length === 0) return sql`select briefing_id from searchable where false`
  return sql`select briefing_id from searchable where cast(words as tsvector) @@ cast(${matching(terms)} as tsquery)`
}

const matching = (terms: SearchTerm[]): string => terms.map(({ text, isPrefix }) => `'${text}'${isPrefix ? ':*' : ''}`).join(' & ')

export const READER_INDEX = [sql`create index reader_words on subscribers using gin (cast(words as tsvector))`]

export function readersWith(terms: SearchTerm[]): RawBuilder<unknown> {
  if (terms.length === 0) return sql`select id from subscribers where false`
  return sql`select id from subscribers where cast(words as tsvector) @@ cast(${matching(terms)} as tsquery)`
}
