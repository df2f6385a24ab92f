import type { Arrears } from './arrears.ts'
import type { Language } from './briefing.ts'
import { pickStories, type Caps } from './pick-stories.ts'
import { pickVersions } from './pick-versions.ts'
import { lineageOf, type TopicTree } from './topic-tree.ts'
import type { Instant } from './instant.ts'
import { reads } from './language.ts'

/** A story of an issue with all that the rules ask of it. */
export type RuledStory = {
  position: number
  /** Shared by the versions of one story in several languages. */
  storyId: number
  /** Where in the publish sequence it came; of several versions in the issue, the last. */
  seq: number
  /** Its own; versions of one story share them. */
  topicIds: number[]
  language: Language
  isPinned: boolean
  /** The story that it corrects. */
  correctsId: number | null
}

export type RuledIssue = Caps & {
  /** In the order of their positions. */
  stories: RuledStory[]
  tree: TopicTree
  /** It repeats what readers may have had before. */
  isRecap: boolean
}

/** A reader as the rules see one, at the time of an issue. */
export type RuledReader = {
  state: 'active' | 'ended'
  isSuppressed: boolean
  topicIds: number[]
  /** Topics of which the reader wants nothing; all below them are meant too. */
  mutedIds: number[]
  languages: Language[]
  pausedUntil: Instant | null
  /** When a mail of this issue would fall due; `waits`: it would fall due with the next issue, and leaves its stories to that one. */
  hour: { verdict: 'due' | 'waits'; dueAt: Instant; servedTo: number }
  arrears: Pick<Arrears, 'topicId' | 'seqFrom' | 'seqTo' | 'most'>[]
  /** The stories that other issues have given this reader (see `hasGot`), with the issue of each. */
  had: ReadonlyMap<number, number>
  /** The stories that an issue of this digest had no room for. */
  carried: ReadonlySet<number>
}

/** Why a reader gets a story, or does not. */
export type Verdict =
  | { gets: true; why: 'matched' | 'carried-over' | 'made-up-for'; topicId: number }
  | { gets: true; why: 'correction'; of: number }
  | { gets: false; why: Plain }
  | { gets: false; why: 'paused'; until: Instant }
  | { gets: false; why: 'other-version'; position: number }
  | { gets: false; why: 'had'; issueId: number }
  /** `by`: how many publications before the reader's window it came. */
  | { gets: false; why: 'outside-window'; by: number }

export type Allotment = {
  given: number[]
  /** What did not fit into the mail. */
  more: number[]
  verdicts: Map<number, Verdict>
}

/**
 * What one reader gets of an issue, and why: the plain rule. Addressing comes to the same by set operations (store/addressing.ts).
 *
 * - A story concerns a reader who follows one of its topics or something that the topic is a part of, unless all of those are muted.
 * - Of its versions the reader gets one, the first in the reader's order of languages.
 * - It comes once: never again after another issue gave it, whatever the digest, topic or version. A recap repeats.
 * - It lies in the reader's window: after what the reader's hour has been served to; or is owed after a change of choices or a pause
 *   (arrears.ts); or was left over by an earlier issue of this digest.
 * - A correction goes to those who got what it corrects, whatever they follow now.
 * - What fits into the mail is chosen by `pickStories`.
 */
export function allotStories(issue: RuledIssue, reader: RuledReader): Allotment {
  const verdicts = new Map(issue.stories.map((story) => [story.position, judge(story, issue, reader)]))
  const madeUpFor = issue.stories.filter(({ position }) => verdicts.get(position)?.why === 'made-up-for')
  const owed = madeUpFor.map((story) => reachable(story, issue))
  for (const position of beyondBest(owed, reader.arrears)) verdicts.set(position, no('not-among-best'))
  const candidates = issue.stories
    .filter(({ position }) => verdicts.get(position)?.gets)
    .map((story) => ({ ...story, sections: sectionsOf(story, reader, issue.tree) }))
  const { given, more } = pickStories(candidates, issue)
  for (const position of more) verdicts.set(position, { gets: false, why: 'over-cap' })
  return { given, more, verdicts }
}

/** The verdict on one story of an issue. */
export const whyStory = (issue: RuledIssue, reader: RuledReader, position: number): Verdict | undefined =>
  allotStories(issue, reader).verdicts.get(position)

/**
 * Whether a delivery in this state counts as got: it arrived, may have arrived, or is on its way. What was refused or withheld was not
 * got, so that a later issue which holds the story may give it.
 */
export const hasGot = (state: string): boolean => state !== 'refused' && state !== 'withheld'

/** The topics that a reader follows and has not muted. */
export function heardTopics(reader: Pick<RuledReader, 'topicIds' | 'mutedIds'>, tree: TopicTree): number[] {
  return reader.topicIds.filter((id) => !isMuted(id, reader, tree))
}

function judge(story: RuledStory, issue: RuledIssue, reader: RuledReader): Verdict {
  const { hour, pausedUntil } = reader
  if (reader.state === 'ended') return no('no-subscription')
  if (reader.isSuppressed) return no('suppressed')
  if (hour.verdict === 'waits') return no('waits')
  if (pausedUntil !== null && pausedUntil > hour.dueAt) return { gets: false, why: 'paused', until: pausedUntil }
  const topicId = matchOf(story, reader, issue.tree)
  if (story.correctsId !== null && !reader.had.has(story.correctsId)) return no('nothing-to-correct')
  if (story.correctsId === null && topicId === undefined) return no(follows(story, reader, issue.tree) ? 'muted' : 'no-topic')
  if (!reads(reader.languages, story.language)) return no('language')
  const version = versionFor(story, issue, reader)
  if (version !== story.position) return { gets: false, why: 'other-version', position: version }
  const hadIn = reader.had.get(story.storyId)
  if (hadIn !== undefined && !issue.isRecap) return { gets: false, why: 'had', issueId: hadIn }
  if (story.correctsId !== null) return { gets: true, why: 'correction', of: story.correctsId }
  return reach(story, issue, reader, topicId ?? 0)
}

type Plain =
  'no-subscription' | 'suppressed' | 'waits' | 'language' | 'over-cap' | 'not-among-best' | 'nothing-to-correct' | 'no-topic' | 'muted'

const no = (why: Plain): Verdict => ({ gets: false, why })

function reach(story: RuledStory, issue: RuledIssue, reader: RuledReader, topicId: number): Verdict {
  const { servedTo } = reader.hour
  if (story.seq > servedTo) return { gets: true, why: 'matched', topicId }
  if (owing(reachable(story, issue), reader.arrears).length > 0) return { gets: true, why: 'made-up-for', topicId }
  if (reader.carried.has(story.storyId)) return { gets: true, why: 'carried-over', topicId }
  return { gets: false, why: 'outside-window', by: servedTo - story.seq + 1 }
}

/** A story as arrears see it; `about`: its topics and all that they are a part of. */
export type Reachable = { position: number; seq: number; about: number[] }

type OwedTo = RuledReader['arrears']

/** Of stories before a reader's window, in the order of the issue: those that are owed as the best of a pause only, but are not among them. */
export function beyondBest(stories: Reachable[], arrears: OwedTo): number[] {
  const most = Math.max(0, ...arrears.map((one) => one.most ?? 0))
  const asBest = stories.filter((story) => {
    const owedBy = owing(story, arrears)
    return owedBy.length > 0 && owedBy.every((one) => one.most !== null)
  })
  return asBest.slice(most).map(({ position }) => position)
}

const owing = ({ seq, about }: Reachable, arrears: OwedTo): OwedTo =>
  arrears.filter(
    ({ topicId, seqFrom, seqTo }) => seq > seqFrom && (seqTo === null || seq <= seqTo) && (topicId === null || about.includes(topicId)),
  )

const reachable = ({ position, seq, topicIds }: RuledStory, { tree }: RuledIssue): Reachable => ({
  position,
  seq,
  about: topicIds.flatMap((id) => lineageOf(tree, id)),
})

/** The followed topic by which a story concerns a reader: one of its own before wider ones. */
function matchOf(story: RuledStory, reader: RuledReader, tree: TopicTree): number | undefined {
  const heard = story.topicIds.filter((id) => !isMuted(id, reader, tree))
  const byDistance = heard.flatMap((id) => lineageOf(tree, id).map((topicId, distance) => ({ topicId, distance })))
  const followed = byDistance.filter(({ topicId }) => reader.topicIds.includes(topicId))
  return followed.sort((one, other) => one.distance - other.distance || one.topicId - other.topicId)[0]?.topicId
}

const follows = ({ topicIds }: RuledStory, reader: RuledReader, tree: TopicTree): boolean =>
  topicIds.some((id) => lineageOf(tree, id).some((topicId) => reader.topicIds.includes(topicId)))

const isMuted = (topicId: number, { mutedIds }: Pick<RuledReader, 'mutedIds'>, tree: TopicTree): boolean =>
  mutedIds.length > 0 && lineageOf(tree, topicId).some((id) => mutedIds.includes(id))

function versionFor({ storyId, position }: RuledStory, { stories }: RuledIssue, { languages }: RuledReader): number {
  const versions = stories.filter((other) => other.storyId === storyId)
  return pickVersions(languages, versions)[0] ?? position
}

/** The reader's topics that a story stands on, its own before wider ones; of a correction, which need not be on any, its own first one. */
export function sectionsOf(
  story: Pick<RuledStory, 'topicIds'>,
  reader: Pick<RuledReader, 'topicIds' | 'mutedIds'>,
  tree: TopicTree,
): number[] {
  const heard = heardTopics(reader, tree)
  const lines = story.topicIds.flatMap((id) => lineageOf(tree, id).map((topicId, distance) => ({ topicId, distance })))
  const ordered = lines.toSorted((one, other) => one.distance - other.distance || one.topicId - other.topicId)
  const sections = [...new Set(ordered.map(({ topicId }) => topicId))].filter((id) => heard.includes(id))
  return sections.length > 0 ? sections : story.topicIds.slice(0, 1)
}
