import { sql } from 'kysely'
import type { Db } from './dialect.ts'

/** What one may hold: all of these tables have a number and the instant at which a row was made. */
export type Holdable = { table: 'topics' | 'digests' | 'briefings' | 'subscriptions'; id: number }

/** Keeps everybody else from changing a row until this transaction ends; who has changed it before is waited for. */
export async function holdRow(tx: Db, { table, id }: Holdable): Promise<void> {
  await sql`update ${sql.table(table)} set created_at = created_at where id = ${id}`.execute(tx)
}
