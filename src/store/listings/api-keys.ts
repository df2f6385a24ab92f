import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'
import { contains } from './contains.ts'

export type ListedKey = {
  id: number
  name: string
  /** The first letters, by which people tell keys apart. */
  start: string
  scopes: string
  madeBy: string
  createdAt: Instant
  /** To the day. */
  usedAt: Instant | null
  endedAt: Instant | null
}

/** The keys of programs, the newest first; `search` looks into names. */
export async function listApiKeys(db: Db, { search = '' }: { search?: string } = {}): Promise<ListedKey[]> {
  const rows = await db
    .selectFrom('api_keys')
    .innerJoin('people', 'people.id', 'made_by')
    .select(['api_keys.id', 'api_keys.name', 'start', 'scopes', 'people.name as madeBy', 'api_keys.created_at', 'used_at', 'ended_at'])
    .where(contains(['api_keys.name'], search))
    .orderBy('api_keys.id', 'desc')
    .execute()
  return rows.map(({ id, name, start, scopes, madeBy, created_at, used_at, ended_at }) => ({
    ...{ id, name, start, scopes, madeBy },
    createdAt: created_at,
    usedAt: used_at,
    endedAt: ended_at,
  }))
}
