import { sql, type RawBuilder } from 'kysely'

/** One parameter for many rows: a statement with thousands of them takes longer to build than to run. */
export function given(records: object[], columns: Record<string, 'text' | 'bigint'>): RawBuilder<unknown> {
  const names = Object.keys(columns)
  // By their places: the names would be looked for in each record again.
  const rows = records.map((record) => names.map((name) => (record as Record<string, unknown>)[name]))
  const read = names.map((name, place) => sql`value ->> ${sql.lit(place)} as ${sql.ref(name)}`)
  return sql`(select ${sql.join(read)} from json_each(${JSON.stringify(rows)})) as given`
}
