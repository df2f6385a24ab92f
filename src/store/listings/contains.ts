import { sql, type RawBuilder } from 'kysely'

/** Whether one of the columns contains what somebody searches for, in upper or lower case. An empty search finds everything. */
export function contains(columns: string[], search: string): RawBuilder<boolean> {
  const wanted = search.trim()
  // SQLite folds the case of Latin letters only; the second try finds other letters as they were typed.
  const patterns = [wanted.toLowerCase(), wanted].map((text) => `%${text.replaceAll(/[!%_]/g, '!$&')}%`)
  const tries = columns.flatMap((column) => [
    sql`lower(${sql.ref(column)}) like ${patterns[0]} escape '!'`,
    sql`${sql.ref(column)} like ${patterns[1]} escape '!'`,
  ])
  return sql<boolean>`(${sql.join(tries, sql` or `)})`
}
