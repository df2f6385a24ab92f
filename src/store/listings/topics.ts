import type { Topic } from '../../domain/topic.ts'
import type { Db } from '../dialect.ts'
import * as topics from '../topics.ts'

/** Topics by slug; `search` looks into slug and names. */
export async function listTopics(db: Db, { search = '' }: { search?: string } = {}): Promise<Topic[]> {
  const wanted = search.toLowerCase()
  const all = await topics.listTopics(db)
  return all.filter(({ slug, names }) => [slug, ...Object.values(names)].some((text) => text.toLowerCase().includes(wanted)))
}
