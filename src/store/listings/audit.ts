import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'
import { contains } from './contains.ts'

export type ListedDeed = {
  id: number
  at: Instant
  actor: string
  action: string
  subject: string
  before: string | null
  after: string | null
}

type Wanted = { search?: string; before?: number; limit: number }

/** What was changed, by whom, from what to what: the newest first. `search` looks into everything; `before` goes on behind a deed. */
export async function listDeeds(db: Db, { search = '', before, limit }: Wanted): Promise<{ deeds: ListedDeed[]; hasOlder: boolean }> {
  const rows = await db
    .selectFrom('audit')
    .select(['id', 'at', 'actor', 'action', 'subject', 'before', 'after'])
    .where((eb) => eb('id', '<', before ?? Number.MAX_SAFE_INTEGER))
    .where(contains(['actor', 'action', 'subject', 'before', 'after'], search))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return { deeds: rows.slice(0, limit), hasOlder: rows.length > limit }
}
