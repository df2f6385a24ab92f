import type { Db } from '../dialect.ts'

/** The newest briefings, by the title and the address by which another one may name them. */
export async function listNamed(db: Db, { butNot, limit }: { butNot: number; limit: number }): Promise<{ slug: string; title: string }[]> {
  const named = db.selectFrom('briefings').select(['slug', 'title']).where('id', '<>', butNot).where('title', '<>', '')
  return named.orderBy('id', 'desc').limit(limit).execute()
}
