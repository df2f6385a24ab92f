import type { Verdict } from '../../domain/allot-stories.ts'
import type { Digest } from '../../domain/digest.ts'
import type { Because } from '../../domain/explanation.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../../store/dialect.ts'
import { getDigest } from '../../store/digests.ts'
import { findIssue } from '../../store/issues.ts'
import { listRevisions } from '../../store/revisions.ts'
import { findSuppressionThen } from '../../store/reader-then.ts'
import { listTopicsEver } from '../../store/topics.ts'
import type { AllottedIssue, ReaderAllotment } from '../allot-to-reader.ts'
import type { Asked } from './asked.ts'

type Context = { digest: Digest; looked: AllottedIssue; allotted: ReaderAllotment | undefined; asked: Asked; asOf: Instant }

/** A verdict of the rules with the names that people know things by. */
export async function becauseOf(db: Db, verdict: Verdict | undefined, context: Context): Promise<Because> {
  const { asked, looked, allotted, digest, asOf } = context
  if (asked.confirmedAt > asOf) return { code: 'not-confirmed' }
  if (!allotted) return { code: 'no-subscription' }
  if (!verdict) return { code: 'as-addressed' }
  switch (verdict.why) {
    case 'matched':
    case 'carried-over':
    case 'made-up-for':
      return { code: verdict.why, topic: await topicNames(db, verdict.topicId) }
    case 'had':
      return hadIn(db, verdict.issueId)
    case 'over-cap':
      return { code: 'over-cap', cap: digest.cap }
    case 'language':
      return {
        code: 'language',
        language: allotted.issue.stories.find(({ storyId }) => storyId === asked.briefing.storyId)?.language ?? 'und',
      }
    case 'other-version':
      return { code: 'other-version', title: await titleAt(db, looked, verdict.position) }
    case 'paused':
      return { code: 'paused', until: verdict.until }
    case 'outside-window':
      return { code: 'outside-window', by: verdict.by }
    case 'suppressed':
      return { code: 'suppressed', reason: (await findSuppressionThen(db, asked.subscriberId, asOf)) ?? '' }
    default:
      return { code: verdict.why }
  }
}

const topicNames = async (db: Db, id: number): Promise<Record<string, string>> =>
  (await listTopicsEver(db)).find((topic) => topic.id === id)?.names ?? {}

async function hadIn(db: Db, issueId: number): Promise<Because> {
  const issue = await findIssue(db, issueId)
  return issue ? { code: 'had', digest: (await getDigest(db, issue.digestId)).names, number: issue.number } : { code: 'as-addressed' }
}

async function titleAt(db: Db, { stories }: AllottedIssue, position: number): Promise<string> {
  const story = stories.find((one) => one.position === position)
  const [revision] = story ? await listRevisions(db, [story]) : []
  return revision?.content.title ?? ''
}
