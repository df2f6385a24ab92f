import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'

/** When something changed last that can be seen on the web. */
export async function getPagesChangedAt(db: Db): Promise<Instant> {
  const row = await db.selectFrom('counters').select('value').where('name', '=', 'pages').executeTakeFirstOrThrow()
  return row.value
}
