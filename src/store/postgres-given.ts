import { sql, type RawBuilder } from 'kysely'

/** One parameter for many rows: a statement with thousands of them takes longer to build than to run. */
export function given(records: object[], columns: Record<string, 'text' | 'bigint'>): RawBuilder<unknown> {
  const typed = Object.entries(columns).map(([name, type]) => sql`${sql.ref(name)} ${sql.raw(type)}`)
  return sql`jsonb_to_recordset(cast(${JSON.stringify(records)} as jsonb)) as given (${sql.join(typed)})`
}
