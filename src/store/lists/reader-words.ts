import { sql } from 'kysely'
import type { Db, Store } from '../dialect.ts'

/** Subscribers that nobody can search for yet. */
export async function listWithoutWords(db: Db, limit: number): Promise<{ id: number; canonical: string; name: string }[]> {
  const found = db.selectFrom('subscribers').select(['id', 'canonical', 'name']).where('words', 'is', null)
  return found.orderBy('id', 'desc').limit(limit).execute()
}

export async function saveReaderWords(
  { db, dialect }: Pick<Store, 'db' | 'dialect'>,
  written: { id: number; words: string }[],
): Promise<void> {
  if (written.length === 0) return
  await sql`
    update subscribers set words = given.words from ${dialect.given(written, { id: 'bigint', words: 'text' })}
    where subscribers.id = given.id and subscribers.words is null`.execute(db)
}
