import type { Digest } from '../../domain/digest.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../../store/dialect.ts'
import { listRevisions } from '../../store/revisions.ts'
import { gatherStories } from '../gather-stories.ts'

export type ComingCut = { stories: { briefingId: number; title: string; language: string }[]; overCap: number }

/** What an issue would hold if it were cut now; nothing is. */
export async function lookAtCut(db: Db, digest: Digest, now: Instant): Promise<ComingCut> {
  const { stories, overCap } = await gatherStories(db, digest, now)
  const revisions = new Map((await listRevisions(db, stories)).map((one) => [one.briefingId, one.content]))
  return {
    overCap,
    stories: stories.flatMap(({ briefingId }) => {
      const content = revisions.get(briefingId)
      return content ? [{ briefingId, title: content.title, language: content.language }] : []
    }),
  }
}
