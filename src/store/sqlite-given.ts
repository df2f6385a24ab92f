import { sql, type RawBuilder } from 'kysely'

/** One parameter for many rows: a statement with thousands of them takes longer to build than to run. */
export function given(records: object[], columns: Record<string, 'text' | 'bigint'>): RawBuilder<unknown> {
  const read = Object.keys(columns).map((name) => sql`value ->> ${sql.lit(`$.${name}`)} as ${sql.ref(name)}`)
  return sql`(select ${sql.join(read)} from json_each(${JSON.stringify(records)})) as given`
}
