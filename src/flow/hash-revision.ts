import { createHash } from 'node:crypto'
import type { BriefingContent, Filing } from '../domain/briefing.ts'
import type { Told } from '../store/told-stories.ts'

/** Tells whether a briefing says, and is filed as, what it was before: then there is no new revision. */
export function hashRevision(content: BriefingContent, filing: Filing, { storyId, correctsId }: Told): string {
  const { topicIds, priority, isPinned } = filing
  const { headline, kicker, title, standfirst, language, body, keyPoints, sources, sourceCount, updatedOn } = content
  const said = { headline, kicker, title, standfirst, language, body, keyPoints, sources, sourceCount, updatedOn }
  const told = isPinned || storyId !== null || correctsId !== null ? [isPinned, storyId, correctsId] : []
  return createHash('sha256')
    .update(JSON.stringify([said, [...topicIds].sort((a, b) => a - b), priority, ...told]))
    .digest('hex')
}
