import type { RuledIssue, RuledReader } from './allot-stories.ts'
import { pickVersions } from './pick-versions.ts'
import { lineageOf } from './topic-tree.ts'

/** Why an issue has nothing at all for a reader. */
export type NothingBecause =
  'no-subscription' | 'suppressed' | 'waits' | 'paused' | 'no-story-on-a-topic' | 'no-story-in-a-language' | 'nothing-new'

/** The one reason by which readers are counted who get nothing of an issue; `allotStories` says more, story by story. */
export function whyNothing({ stories, tree }: RuledIssue, reader: RuledReader): NothingBecause {
  const { hour, pausedUntil } = reader
  if (reader.state === 'ended') return 'no-subscription'
  if (reader.isSuppressed) return 'suppressed'
  if (hour.verdict === 'waits') return 'waits'
  if (pausedUntil !== null && pausedUntil > hour.dueAt) return 'paused'
  const followed = stories.filter(
    ({ correctsId, topicIds }) =>
      correctsId === null && topicIds.some((id) => lineageOf(tree, id).some((one) => reader.topicIds.includes(one))),
  )
  if (followed.length === 0) return 'no-story-on-a-topic'
  const readable = pickVersions(reader.languages, stories)
  return followed.some(({ position }) => readable.includes(position)) ? 'nothing-new' : 'no-story-in-a-language'
}
