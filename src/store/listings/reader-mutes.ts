import type { Mute } from '../../domain/choice.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Topic } from '../../domain/topic.ts'
import type { Db } from '../dialect.ts'
import { listMutes } from '../topic-mutes.ts'
import { listTopics } from '../topics.ts'

/** The topics of which a reader wants nothing at present, in the order of topics. */
export async function listReaderMutes(db: Db, subscriberId: number, now: Instant): Promise<(Mute & { topic: Topic })[]> {
  const mutes = await listMutes(db, subscriberId, now)
  if (mutes.length === 0) return []
  const topics = await listTopics(db)
  return topics.flatMap((topic) => mutes.filter(({ topicId }) => topicId === topic.id).map((mute) => ({ ...mute, topic })))
}
