import type { Topic } from '../../domain/topic.ts'
import type { Db } from '../dialect.ts'
import { listTopics } from '../topics.ts'

/** The topics that may be named on the web: all but those that only private digests carry. A digest without limits carries every topic. */
export async function listPublicTopics(db: Db): Promise<Topic[]> {
  const digests = await db.selectFrom('digests').select(['id', 'public']).execute()
  const topics = await listTopics(db)
  if (digests.every((digest) => digest.public === 1)) return topics
  const limits = Map.groupBy(await db.selectFrom('digest_topics').selectAll().execute(), (row) => row.digest_id)
  return topics.filter(({ id }) => {
    const carriers = digests.filter((digest) => limits.get(digest.id)?.some((row) => row.topic_id === id) ?? true)
    return carriers.length === 0 || carriers.some((digest) => digest.public === 1)
  })
}
