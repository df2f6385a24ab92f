import type { Db } from './dialect.ts'
import { findFact } from './installation.ts'

/** What is still there of what a new installation was filled with: readers, public briefings, and digests that are offered. */
export type Samples = { readers: number[]; briefings: number[]; digests: string[] }

export async function listSamples(db: Db): Promise<Samples> {
  const since = Number((await findFact(db, 'samples-loaded-at')) ?? 0)
  if (since === 0) return { readers: [], briefings: [], digests: [] }
  const readers = await db.selectFrom('consents').select('subscriber_id').distinct().where('how', '=', 'samples').execute()
  const briefings = await db.selectFrom('briefings').select('id').where('source', '=', 'samples').where('state', '=', 'published').execute()
  const digests = await db.selectFrom('digests').select('slug').where('created_at', '<=', since).where('public', '=', 1).execute()
  return {
    readers: readers.map(({ subscriber_id }) => subscriber_id),
    briefings: briefings.map(({ id }) => id),
    digests: digests.map(({ slug }) => slug),
  }
}
