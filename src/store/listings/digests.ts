import type { Digest } from '../../domain/digest.ts'
import type { Names } from '../../domain/topic.ts'
import type { Db } from '../dialect.ts'
import * as digests from '../digests.ts'

/** Digests by slug; `search` looks into slug and names. */
export async function listDigests(db: Db, { search = '' }: { search?: string } = {}): Promise<Digest[]> {
  const wanted = search.toLowerCase()
  const all = await digests.listDigests(db)
  return all.filter(({ slug, names }) => [slug, ...Object.values(names)].some((text) => text.toLowerCase().includes(wanted)))
}

/** What every digest is called, by its slug. */
export async function listDigestNames(db: Db): Promise<Map<string, Names>> {
  const rows = await db.selectFrom('digests').select(['slug', 'names']).execute()
  return new Map(rows.map(({ slug, names }) => [slug, JSON.parse(names) as Names]))
}
