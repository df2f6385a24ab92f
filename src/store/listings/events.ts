import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'

/** Something that happened, as webhooks tell it; `word` is its name outside. */
export type ListedEvent = { id: number; word: string; kind: string; at: Instant; body: unknown }

/** What happened, the oldest first; `after` goes on behind an id. */
export async function listEvents(
  db: Db,
  { after = 0, limit = 100, kind }: { after?: number; limit?: number; kind?: string } = {},
): Promise<ListedEvent[]> {
  const rows = await db
    .selectFrom('hook_events')
    .selectAll()
    .where('id', '>', after)
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind ?? ''))
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ body, ...row }) => ({ ...row, body: JSON.parse(body) as unknown }))
}
