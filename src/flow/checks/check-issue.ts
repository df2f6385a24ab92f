import type { LintContext } from '../../mail/lint/lint-context.ts'
import type { Db } from '../../store/dialect.ts'
import { listRevisions } from '../../store/revisions.ts'
import { listTopics } from '../../store/topics.ts'
import { checkBriefing } from './check-briefing.ts'
import { checkMail } from './check-mail.ts'
import type { CheckFinding } from './finding.ts'

export type CheckedStory = { briefingId: number; title: string; findings: CheckFinding[] }

type Wanted = {
  stories: { briefingId: number; revision: number; topicIds: number[] }[]
  /** A mail of the issue as the preview makes it, and what is known about it. */
  mail?: { raw: Uint8Array; context: LintContext }
}

/** What is to be looked at in every story of an issue, in the order given, and in the issue's mail. */
export async function checkIssue(db: Db, { stories, mail }: Wanted): Promise<{ stories: CheckedStory[]; mail: CheckFinding[] }> {
  const slugs = new Map((await listTopics(db)).map(({ id, slug }) => [id, slug]))
  const revisions = new Map((await listRevisions(db, stories)).map((revision) => [revision.briefingId, revision]))
  const checked = stories.flatMap(({ briefingId, topicIds }): CheckedStory[] => {
    const content = revisions.get(briefingId)?.content
    const topics = topicIds.map((id) => slugs.get(id) ?? String(id))
    return content ? [{ briefingId, title: content.title, findings: checkBriefing(content, topics) }] : []
  })
  return { stories: checked, mail: mail ? await checkMail(mail.raw, mail.context) : [] }
}
