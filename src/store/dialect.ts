import type { Kysely, RawBuilder } from 'kysely'
import type { SearchTerm } from '../domain/search-words.ts'
import type { Tables } from './tables.ts'

export type Db = Kysely<Tables>

/** Everything that the two databases do differently. Nothing else may ask which database it is talking to. */
export type Dialect = {
  columns: Columns
  /** Put behind the inner select of a claim, so that two senders never wait for each other's rows. */
  skipLocked: RawBuilder<unknown>
  /** A table `ids` of the numbers in a list such as `3,17`, in its column `value`; stands in a query behind the table that has the list. */
  idsIn: (list: RawBuilder<unknown>) => RawBuilder<unknown>
  /** Ors the bits of a column over a group. The lowest fifty bits count, and no bit is set in more than `most` rows of a group. */
  unionOf: (column: RawBuilder<unknown>, most: number) => RawBuilder<unknown>
  /** A select of the ids of all briefings that hold every one of these words; of none for no words. */
  briefingsWith: (terms: SearchTerm[]) => RawBuilder<unknown>
  /** A select of the ids of all subscribers found by every one of these words; of none for no words. */
  readersWith: (terms: SearchTerm[]) => RawBuilder<unknown>
  /** A table `given` of records handed over as JSON, with these columns. */
  given: (records: object[], columns: Record<string, 'text' | 'bigint'>) => RawBuilder<unknown>
  isUniqueViolation: (error: unknown) => boolean
  /** Wakes waiting loops at once, in every process that it can reach; a bell that is not heard costs one poll. */
  bell: Bell
  /** Where the database lies: another word for every copy. `keep`: what tells copies apart may be written down. */
  placeOf: (db: Db, how: { keep: boolean }) => Promise<string>
  /** Takes the right to send from this database; refuses where only one process may have it and another one does. */
  takeSendingRole: () => { ok: true; release: () => void } | { ok: false; message: string }
}

/** Fragments of table definitions. */
export type Columns = {
  id: RawBuilder<unknown>
  withoutRowid: RawBuilder<unknown>
  /** The statements that lay the index of words over the table `searchable`. */
  searchIndex: RawBuilder<unknown>[]
  /** The statements that lay the index of words over `subscribers`. */
  readerIndex: RawBuilder<unknown>[]
  /** The statements that let rows be added to a table, but never changed or deleted. */
  appendOnly: (table: string) => RawBuilder<unknown>[]
}

export type Bell = {
  ring: () => void
  /** Calls back after every ring, until the returned function is called. */
  listen: (heard: () => void) => () => void
}

/** An open database: hand it on, close it once. */
export type Store = { db: Db; dialect: Dialect; close: () => Promise<void> }
