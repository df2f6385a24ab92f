import { countReaders } from '../../../store/listings/issue-calendar.ts'
import { keepFor } from '../front/keep-for.ts'

/** How many read each digest, by its slug. Counting all readers costs something, and they do not change much within a minute. */
export const readersOf = keepFor(60_000, ({ store }) => countReaders(store.db))
