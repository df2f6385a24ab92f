import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** A link by which a person sets a password. Only its hash is kept, and only the newest of a person is good. */
export async function insertDeskLink(tx: Db, link: { tokenHash: string; personId: number; expiresAt: Instant }): Promise<void> {
  await tx.deleteFrom('desk_links').where('person_id', '=', link.personId).execute()
  const row = { token_hash: link.tokenHash, person_id: link.personId, expires_at: link.expiresAt, used_at: null }
  await tx.insertInto('desk_links').values(row).execute()
}

/** Whose link it is, as long as it is good. */
export async function findDeskLink(db: Db, tokenHash: string, now: Instant): Promise<{ personId: number } | undefined> {
  const row = await db
    .selectFrom('desk_links')
    .select('person_id')
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row && { personId: row.person_id }
}

/** Uses a link up; of many who try at once, one is told true. */
export async function useDeskLink(tx: Db, tokenHash: string, now: Instant): Promise<boolean> {
  const result = await tx
    .updateTable('desk_links')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}
