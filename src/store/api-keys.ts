import type { DeskRole } from '../domain/desk-role.ts'
import { DAY, type Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** `personId` answers for it: it may do what that person may, as far as its scopes go. */
export type ApiKey = { id: number; name: string; scopes: string[]; personId: number; role: DeskRole }

type NewKey = { name: string; keyHash: string; start: string; scopes: readonly string[]; madeBy: number }

export async function insertApiKey(tx: Db, { name, keyHash, start, scopes, madeBy }: NewKey, now: Instant): Promise<number> {
  const { id } = await tx
    .insertInto('api_keys')
    .values({ name, key_hash: keyHash, start, scopes: scopes.join(','), made_by: madeBy, created_at: now, used_at: null, ended_at: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** The key behind a hash, as long as it has not ended and whoever made it still works here. */
export async function findApiKey(db: Db, keyHash: string, now: Instant): Promise<ApiKey | undefined> {
  const row = await db
    .selectFrom('api_keys')
    .innerJoin('people', 'people.id', 'made_by')
    .select(['api_keys.id', 'api_keys.name', 'scopes', 'used_at', 'made_by', 'role'])
    .where('key_hash', '=', keyHash)
    .where('ended_at', 'is', null)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  if (!row) return undefined
  if (now - (row.used_at ?? 0) > DAY) await db.updateTable('api_keys').set({ used_at: now }).where('id', '=', row.id).execute()
  return { id: row.id, name: row.name, scopes: row.scopes.split(','), personId: row.made_by, role: row.role }
}

/** Ends a key; told false when it had ended, or never was. */
export async function endApiKey(tx: Db, id: number, now: Instant): Promise<boolean> {
  const result = await tx
    .updateTable('api_keys')
    .set({ ended_at: now })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}
