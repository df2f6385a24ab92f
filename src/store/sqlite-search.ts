import { sql, type RawBuilder } from 'kysely'
import type { SearchTerm } from '../domain/search-words.ts'

// The words come cut and folded (domain/search-words.ts): the tokenizer `ascii` cuts at blanks alone and leaves all other letters as they
// are. Nobody asks where in a text a word stands (`detail=none`), and the text is not stored a second time (`content`).
export const SEARCH_INDEX = [
  sql`create virtual table searchable_words using fts5 (
    words, content = 'searchable', content_rowid = 'briefing_id', tokenize = 'ascii', detail = none)`,
  sql`create trigger searchable_added after insert on searchable begin
    insert into searchable_words (rowid, words) values (new.briefing_id, new.words);
  end`,
  sql`create trigger searchable_removed after delete on searchable begin
    insert into searchable_words (searchable_words, rowid, words) values ('delete', old.briefing_id, old.words);
  end`,
  sql`create trigger searchable_changed after update on searchable begin
    insert into searchable_words (searchable_words, rowid, words) values ('delete', old.briefing_id, old.words);
    insert into searchable_words (rowid, words) values (new.briefing_id, new.words);
  end`,
]

export function briefingsWith(terms: SearchTerm[]): RawBuilder<unknown> {
  if (terms.length === 0) return sql`select briefing_id from searchable where false`
  return sql`select rowid from searchable_words where searchable_words match ${matching(terms)}`
}

const matching = (terms: SearchTerm[]): string => terms.map(({ text, isPrefix }) => `"${text}"${isPrefix ? '*' : ''}`).join(' AND ')

// Only what has words stands in the index, and only a change of the words touches it.
export const READER_INDEX = [
  sql`create virtual table reader_words using fts5 (
    words, content = 'subscribers', content_rowid = 'id', tokenize = 'ascii', detail = none)`,
  sql`create trigger reader_words_added after insert on subscribers when new.words is not null begin
    insert into reader_words (rowid, words) values (new.id, new.words);
  end`,
  sql`create trigger reader_words_removed after delete on subscribers when old.words is not null begin
    insert into reader_words (reader_words, rowid, words) values ('delete', old.id, old.words);
  end`,
  sql`create trigger reader_words_taken after update of words on subscribers when old.words is not null begin
    insert into reader_words (reader_words, rowid, words) values ('delete', old.id, old.words);
  end`,
  sql`create trigger reader_words_written after update of words on subscribers when new.words is not null begin
    insert into reader_words (rowid, words) values (new.id, new.words);
  end`,
]

export function readersWith(terms: SearchTerm[]): RawBuilder<unknown> {
  if (terms.length === 0) return sql`select id from subscribers where false`
  return sql`select rowid as id from reader_words where reader_words match ${matching(terms)}`
}
