import type { Pause } from '../domain/choice.ts'
import type { Digest } from '../domain/digest.ts'
import { nextCut } from '../domain/digest-schedule.ts'
import type { Instant } from '../domain/instant.ts'
import type { IssueStory } from '../domain/issue.ts'
import { nextMailOf } from '../domain/next-mail.ts'
import { listPositions } from '../domain/positions.ts'
import { nextHour } from '../domain/reader-hour.ts'
import type { Db } from '../store/dialect.ts'
import { findLatestIssue, listIssueStories } from '../store/issues.ts'
import { findWaitingMail } from '../store/listings/waiting-mail.ts'
import { listRevisions } from '../store/revisions.ts'
import type { Choices } from '../store/subscriptions.ts'
import { allotToReader, type AllottedIssue } from './allot-to-reader.ts'
import { gatherStories } from './gather-stories.ts'

export type ForecastStory = { title: string; language: string }

/** What is to come. `at` is undefined where a mail comes with the news, and where none does. */
export type Forecast = {
  /** A mail that is made already, to which no change of choices goes back. */
  ready: { at: Instant; stories: ForecastStory[] } | undefined
  at: Instant | undefined
  stories: ForecastStory[]
}

type Asked = { digest: Digest; subscriberId: number; choices: Choices; pause: Pause | null }

/**
 * What the next mail of a digest would hold for a reader with these choices, and when it would come, as things are now. It asks the
 * functions that make issues and mails; nothing is written.
 */
export async function forecastMail(db: Db, asked: Asked, now: Instant): Promise<Forecast> {
  const { digest, subscriberId, choices, pause } = asked
  const waiting = await findWaitingMail(db, { subscriberId, digestId: digest.id })
  const looked = await lookAhead(db, digest, now)
  const from = Math.max(now, pause?.until ?? now)
  const { issue } = looked
  const at = issue
    ? nextHour(choices.hour, Math.max(from, issue.releaseAt ?? issue.dueAt))
    : nextMailOf({ hour: choices.hour, digest }, from)
  const allotted = await allotToReader(db, looked, { subscriberId, wish: { ...choices, state: 'active', pause: null } })
  const mine = looked.stories.filter(({ position }) => allotted?.given.includes(position))
  return { ready: waiting && { at: waiting.dueAt, stories: await readyStories(db, waiting) }, at, stories: await titled(db, mine) }
}

/** The issue that is being made, or the one that the digest would make at its next time of what is published by now. */
async function lookAhead(db: Db, digest: Digest, now: Instant): Promise<AllottedIssue> {
  const issue = await findLatestIssue(db, digest.id)
  if (issue && issue.state !== 'addressed')
    return { digest, number: issue.number, dueAt: issue.dueAt, stories: await listIssueStories(db, issue.id), issue }
  const dueAt = (digest.release === 'fixed' ? nextCut(digest.schedule, now) : undefined) ?? now
  const { stories } = await gatherStories(db, digest, now)
  return { digest, number: digest.nextNumber, dueAt, stories, issue: undefined }
}

async function readyStories(db: Db, { issueId, set }: { issueId: number; set: { low: number; high: number } }): Promise<ForecastStory[]> {
  const positions = listPositions(set)
  return titled(
    db,
    (await listIssueStories(db, issueId)).filter(({ position }) => positions.includes(position)),
  )
}

async function titled(db: Db, stories: IssueStory[]): Promise<ForecastStory[]> {
  const revisions = new Map((await listRevisions(db, stories)).map((revision) => [revision.briefingId, revision.content]))
  return stories.flatMap(({ briefingId }) => revisions.get(briefingId) ?? []).map(({ title, language }) => ({ title, language }))
}
