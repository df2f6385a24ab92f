import { sql } from 'kysely'
import type { Store } from '../../src/store/dialect.ts'

/**
 * The least that queueing so many deliveries can cost: one INSERT … SELECT that copies them as they are into an empty table with the same
 * columns and indexes. Gives seconds.
 */
export async function copyRaw({ db, dialect }: Store): Promise<number> {
  const table = (await db.introspection.getTables()).find(({ name }) => name === 'deliveries')
  const columns = (table?.columns ?? []).filter(({ name }) => name !== 'id')
  const names = sql.join(columns.map(({ name }) => sql.ref(name)))
  const types: Record<string, string> = { int8: 'bigint' }
  const kinds = columns.map(
    ({ name, dataType, isNullable }) =>
      sql`${sql.ref(name)} ${sql.raw(types[dataType] ?? dataType)}${sql.raw(isNullable ? '' : ' not null')}`,
  )
  await sql`create table copied (id ${dialect.columns.id}, ${sql.join(kinds)}, unique (issue_id, subscriber_id))`.execute(db)
  await sql`create index copied_waiting on copied (next_at) where state = 'queued'`.execute(db)
  await sql`create index copied_in_hand on copied (lease_until) where state in ('leased', 'posting')`.execute(db)
  const startedAt = performance.now()
  await sql`insert into copied (${names}) select ${names} from deliveries order by id`.execute(db)
  const seconds = (performance.now() - startedAt) / 1000
  await sql`drop table copied`.execute(db)
  return seconds
}
