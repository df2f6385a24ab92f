import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'
import { contains } from './contains.ts'
import { idOf, walk, type Onward, type Walked, type Within } from './walk.ts'

export type ListedDeed = {
  id: number
  at: Instant
  actor: string
  action: string
  subject: string
  before: string | null
  after: string | null
}

type Wanted = { search?: string; limit: number } & Partial<Within>

/** What was changed, by whom, from what to what: the newest first. `search` looks into everything. */
export async function listDeeds(
  db: Db,
  { search = '', after = 0, before = Number.MAX_SAFE_INTEGER, limit }: Wanted,
): Promise<ListedDeed[]> {
  return db
    .selectFrom('audit')
    .select(['id', 'at', 'actor', 'action', 'subject', 'before', 'after'])
    .where('id', '>', after)
    .where('id', '<', before)
    .where(contains(['actor', 'action', 'subject', 'before', 'after'], search))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** A page of the same: however rare what is looked for, it takes a bounded time. */
export const walkDeeds = (db: Db, { search = '', ...onward }: { search?: string } & Onward): Promise<Walked<ListedDeed>> =>
  walk(db, { table: 'audit', ...onward, isSought: search !== '', keyOf: idOf }, (within) => listDeeds(db, { search, ...within }))
