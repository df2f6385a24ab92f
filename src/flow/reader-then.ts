import type { RuledReader, RuledStory } from '../domain/allot-stories.ts'
import type { Choice, SubscriptionChoice } from '../domain/choice.ts'
import type { Instant } from '../domain/instant.ts'
import { listPositions } from '../domain/positions.ts'
import { listChoices } from '../store/choices.ts'
import type { Db } from '../store/dialect.ts'
import { findIssueHour, findSuppressionThen, listArrearsThen } from '../store/reader-then.ts'
import type { Subscription } from '../store/subscriptions.ts'

/** What a reader had chosen at a time. `subscription` is undefined when there was none yet. */
export type ChosenThen = { subscription: Subscription | undefined; mutedIds: number[] }

/** Reads the history of choices. Where it holds nothing of this digest, what is chosen now was chosen then. */
export async function chosenThen(db: Db, now: Subscription, at: Instant): Promise<ChosenThen> {
  const choices = await listChoices(db, now.subscriberId)
  const mutes = choices.filter((one) => one.at <= at).findLast(isOfMutes)
  const mutedIds = (mutes?.what.mutes ?? []).filter(({ until }) => until === null || until > at).map(({ topicId }) => topicId)
  const own = choices.filter((one) => one.digestId === now.digestId)
  const last = own.findLast((one) => one.at <= at)?.what as SubscriptionChoice | undefined
  return { mutedIds, subscription: own.length === 0 ? now : last && { ...now, ...last } }
}

const isOfMutes = <Kept extends Choice>(choice: Kept): choice is Extract<Kept, { digestId: null }> => choice.digestId === null

type Then = { subscription: Subscription; stories: RuledStory[]; issueId: number; at: Instant }

/** What the rules asked of a reader when an issue was addressed, besides what was chosen; `hour` only where its answer was kept. */
export async function askedThen(
  db: Db,
  { subscription, stories, issueId, at }: Then,
): Promise<Pick<RuledReader, 'isSuppressed' | 'arrears'> & { hour: RuledReader['hour'] | undefined }> {
  const kept = await findIssueHour(db, issueId, subscription.hour)
  const inWindow = kept && listPositions(kept.window)
  const before = stories.filter(({ position }) => inWindow && !inWindow.includes(position)).map(({ seq }) => seq)
  return {
    isSuppressed: (await findSuppressionThen(db, subscription.subscriberId, at)) !== undefined,
    arrears: await listArrearsThen(db, subscription, issueId),
    hour: kept && { verdict: kept.verdict, dueAt: kept.dueAt, servedTo: Math.max(0, ...before) },
  }
}
