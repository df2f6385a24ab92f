import type { Db } from '../dialect.ts'
import { findEdited, type EditedBriefing } from '../edited-briefings.ts'
import { listTopicsEver } from '../topics.ts'

/** A briefing as it stands now, with its topics by slug. */
export type OneBriefing = EditedBriefing & { topics: string[] }

export async function findOneBriefing(db: Db, id: number): Promise<OneBriefing | undefined> {
  const briefing = await findEdited(db, id)
  if (!briefing) return undefined
  const topics = await listTopicsEver(db)
  return { ...briefing, topics: topics.filter((topic) => briefing.filing.topicIds.includes(topic.id)).map(({ slug }) => slug) }
}
