import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** A request that changes something, by the word that the program calls it. */
export type AskedRequest = { keyId: number; word: string; requestHash: string }

export type KnownRequest = { requestHash: string; begunAt: Instant; status: number | null; answer: string | null }

export async function findAnsweredRequest(db: Db, { keyId, word }: AskedRequest): Promise<KnownRequest | undefined> {
  const row = await db
    .selectFrom('answered_requests')
    .select(['request_hash as requestHash', 'begun_at as begunAt', 'status', 'answer'])
    .where('key_id', '=', keyId)
    .where('word', '=', word)
    .executeTakeFirst()
  return row
}

/** False where there is one by that word already. */
export async function insertAskedRequest(db: Db, { keyId, word, requestHash }: AskedRequest, now: Instant): Promise<boolean> {
  const result = await db
    .insertInto('answered_requests')
    .values({ key_id: keyId, word, request_hash: requestHash, begun_at: now, status: null, answer: null })
    .onConflict((conflict) => conflict.columns(['key_id', 'word']).doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export async function keepAnswer(db: Db, { keyId, word }: AskedRequest, done: { status: number; answer: string }): Promise<void> {
  await db.updateTable('answered_requests').set(done).where('key_id', '=', keyId).where('word', '=', word).execute()
}

/** Forgets a request, so that it can be tried again; with `begunAt`, only the one that began then: one of many who try is told true. */
export async function forgetRequest(db: Db, { keyId, word }: AskedRequest, begunAt?: Instant): Promise<boolean> {
  const result = await db
    .deleteFrom('answered_requests')
    .where('key_id', '=', keyId)
    .where('word', '=', word)
    .$if(begunAt !== undefined, (query) => query.where('begun_at', '=', begunAt ?? 0).where('status', 'is', null))
    .executeTakeFirst()
  return result.numDeletedRows > 0n
}

export async function forgetRequestsBefore(db: Db, before: Instant): Promise<number> {
  const result = await db.deleteFrom('answered_requests').where('begun_at', '<', before).executeTakeFirst()
  return Number(result.numDeletedRows)
}
