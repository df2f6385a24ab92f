import { allotStories, hasGot, type Allotment, type RuledIssue, type RuledReader } from '../domain/allot-stories.ts'
import type { Digest } from '../domain/digest.ts'
import { nextCut } from '../domain/digest-schedule.ts'
import type { Instant } from '../domain/instant.ts'
import type { Issue, IssueStory } from '../domain/issue.ts'
import { listPositions } from '../domain/positions.ts'
import { afterQuiet } from '../domain/quiet-hours.ts'
import { treeOf } from '../domain/topic-tree.ts'
import type { Db } from '../store/dialect.ts'
import { listHoursServed } from '../store/hours-served.ts'
import { listOpenArrears } from '../store/arrears.ts'
import { listReaderDeliveries } from '../store/reader-deliveries.ts'
import { listSharingIssues, ruleStories, type PlacedStory } from '../store/ruled-stories.ts'
import { findSubscription, type Subscription } from '../store/subscriptions.ts'
import { isSubscriberSuppressed } from '../store/suppressions.ts'
import { listTopics } from '../store/topics.ts'
import { listMutes } from '../store/topic-mutes.ts'
import { isHour, knownHour, turnOf } from './addressing-rules.ts'
import { MOST_CARRIED } from './gather-stories.ts'
import { askedThen, chosenThen, type ChosenThen } from './reader-then.ts'

/** An issue, or one that is only thought of. */
export type AllottedIssue = { digest: Digest; number: number; dueAt: Instant; stories: IssueStory[]; issue: Issue | undefined }

export type ReaderAllotment = Allotment & {
  subscription: Subscription
  reader: RuledReader
  issue: RuledIssue
  /** When the mail leaves: of an instant digest, after the reader's quiet hours. */
  leavesAt: Instant
}

/** Whose allotment: as things stand, with another wish, or as things stood when the issue was addressed. */
export type AllottedReader = { subscriberId: number; wish?: Partial<Subscription>; asOf?: Instant }

/**
 * What one reader would get of an issue, and why: the rules as addressing applies them, for one reader. Undefined without a subscription.
 */
export async function allotToReader(
  db: Db,
  looked: AllottedIssue,
  { subscriberId, wish, asOf }: AllottedReader,
): Promise<ReaderAllotment | undefined> {
  const { digest } = looked
  const found = await findSubscription(db, { subscriberId, digestId: digest.id })
  const then = found && asOf !== undefined ? await chosenThen(db, found, asOf) : undefined
  const chosen = then ? then.subscription : found
  if (!chosen) return undefined
  const subscription = { ...chosen, ...wish }
  const stories = await ruleStories(db, looked.stories)
  const tree = treeOf(await listTopics(db))
  const issue: RuledIssue = { stories, tree, isRecap: digest.isRecap, cap: digest.cap, topicCap: digest.topicCap }
  const current = await readerOf(db, { looked, stories, subscription, isPast: then !== undefined })
  const reader =
    then && looked.issue && asOf !== undefined
      ? await atThatTime(db, current, { then, stories, subscription, issueId: looked.issue.id, at: asOf })
      : current
  return { ...allotStories(issue, reader), subscription, reader, issue, leavesAt: leavesAt(looked, subscription, reader.hour.dueAt) }
}

function leavesAt({ digest, issue, dueAt }: AllottedIssue, { hour, quiet }: Subscription, otherwise: Instant): Instant {
  if (digest.release !== 'instant' || quiet === null || !isHour(hour)) return otherwise
  return afterQuiet(quiet, knownHour(hour, digest), issue?.releaseAt ?? dueAt)
}

type Asked = { looked: AllottedIssue; stories: PlacedStory[]; subscription: Subscription; isPast: boolean }

type PastReader = { then: ChosenThen; stories: PlacedStory[]; subscription: Subscription; issueId: number; at: Instant }

async function atThatTime(db: Db, current: RuledReader, { then, ...asked }: PastReader): Promise<RuledReader> {
  const { hour, ...rest } = await askedThen(db, asked)
  return { ...current, ...rest, mutedIds: then.mutedIds, hour: hour ?? current.hour }
}

async function readerOf(db: Db, asked: Asked): Promise<RuledReader> {
  const { looked, subscription } = asked
  const { digest, issue } = looked
  const { subscriberId, pause, state, topicIds, languages, hour, hourId } = subscription
  const releaseAt = issue?.releaseAt ?? looked.dueAt
  const nextCutAt = digest.release === 'fixed' ? nextCut(digest.schedule, Math.max(releaseAt, looked.dueAt)) : undefined
  const served = await listHoursServed(db, digest.id)
  const mutes = await listMutes(db, subscriberId, releaseAt)
  return {
    ...{ state, topicIds, languages, pausedUntil: pause?.until ?? null, mutedIds: mutes.map(({ topicId }) => topicId) },
    isSuppressed: await isSubscriberSuppressed(db, subscriberId),
    hour: {
      ...turnOf(hour, { releaseAt, nextCutAt, zone: digest.schedule.zone, release: digest.release, quiet: digest.quiet }),
      servedTo: served.get(hourId) ?? issue?.seqFrom ?? digest.seqUntil,
    },
    arrears: await listOpenArrears(db, { subscriberId, digestId: digest.id }),
    ...(await pastOf(db, asked)),
  }
}

/** What other issues have given the reader of these stories, or left over for this one. */
async function pastOf(db: Db, { looked, stories, subscription, isPast }: Asked): Promise<Pick<RuledReader, 'had' | 'carried'>> {
  const { digest, number, issue } = looked
  const asked = stories.flatMap(({ storyId, correctsId }) => (correctsId === null ? [storyId] : [storyId, correctsId]))
  const others = await listSharingIssues(db, issue?.id ?? 0, [...new Set(asked)])
  // What later issues gave played no part then.
  const sharing = isPast && issue ? others.filter(({ issueId }) => issueId < issue.id) : others
  const deliveries = await listReaderDeliveries(
    db,
    subscription.subscriberId,
    sharing.map(({ issueId }) => issueId),
  )
  const byIssue = new Map(sharing.map((one) => [one.issueId, one]))
  const had = new Map<number, number>()
  const carried = new Set<number>()
  for (const { issueId, state, stories: given, more } of deliveries) {
    const other = byIssue.get(issueId)
    const idsIn = (positions: number[]): number[] =>
      other?.stories.filter(({ position }) => positions.includes(position)).map(({ storyId }) => storyId) ?? []
    if (hasGot(state)) for (const id of idsIn(listPositions(given))) had.set(id, issueId)
    if (other?.digestId !== digest.id || other.number >= number) continue
    for (const id of idsIn(listPositions(more))) if (firstNumber(id) >= number - MOST_CARRIED) carried.add(id)
  }
  return { had, carried }

  function firstNumber(id: number): number {
    const held = sharing.filter((one) => one.digestId === digest.id && one.stories.some(({ storyId }) => storyId === id))
    return Math.min(...held.map((one) => one.number))
  }
}
