import type { IssueStory } from './issue.ts'
import { MOST_POSITIONS } from './positions.ts'

/** The stories of a draft in their order, and those that an editor has left out. */
export type DraftStories = { stories: IssueStory[]; leftOut: IssueStory[] }

/** What an editor does to the stories of a draft. `order` names all of them; `move` goes past a neighbour of the same first topic. */
export type StoryEdit =
  | { kind: 'order'; order: number[] }
  | { kind: 'move'; briefingId: number; by: -1 | 1 }
  | { kind: 'move-topic'; topicId: number; by: -1 | 1 }
  | { kind: 'pin' | 'unpin' | 'leave-out' | 'bring-back'; briefingId: number }
  | { kind: 'take-revision'; briefingId: number; revision: number }

/** The same stories after an edit, with positions anew; undefined where the edit fits nothing of the draft, or would leave it empty. */
export function editStories(draft: DraftStories, edit: StoryEdit): DraftStories | undefined {
  const after = apply(draft, edit)
  if (!after || after.stories.length === 0 || after.stories.length > MOST_POSITIONS) return undefined
  return { ...after, stories: after.stories.map((story, position) => ({ ...story, position })) }
}

/** By first topic, each in the order in which its first story stands: as a reader of all topics gets them. */
export function byFirstTopic(stories: IssueStory[]): { topicId: number; stories: IssueStory[] }[] {
  return [...Map.groupBy(stories, topicOf)].map(([topicId, some]) => ({ topicId, stories: some }))
}

const topicOf = ({ topicIds }: IssueStory): number => topicIds[0] ?? 0

function apply({ stories, leftOut }: DraftStories, edit: StoryEdit): DraftStories | undefined {
  if (edit.kind === 'order') return inOrder(stories, edit.order) && { stories: inOrder(stories, edit.order) ?? [], leftOut }
  if (edit.kind === 'move-topic') return withStories(movedTopic(stories, edit), leftOut)
  const story = stories.find(({ briefingId }) => briefingId === edit.briefingId)
  if (edit.kind === 'bring-back') {
    const back = leftOut.find(({ briefingId }) => briefingId === edit.briefingId)
    return back && { stories: [...stories, back], leftOut: leftOut.filter((one) => one !== back) }
  }
  if (!story) return undefined
  const others = stories.filter((one) => one !== story)
  switch (edit.kind) {
    case 'move':
      return withStories(moved(stories, story, edit.by), leftOut)
    case 'leave-out':
      return { stories: others, leftOut: [...leftOut, story] }
    case 'pin':
      return withStories([...others.filter(isPinned), { ...story, isPinned: true }, ...others.filter((one) => !isPinned(one))], leftOut)
    case 'unpin':
      return withStories(
        stories.map((one) => (one === story ? { ...one, isPinned: false } : one)),
        leftOut,
      )
    case 'take-revision':
      return withStories(
        stories.map((one) => (one === story ? { ...one, revision: edit.revision } : one)),
        leftOut,
      )
  }
}

const isPinned = (story: IssueStory): boolean => story.isPinned === true

const withStories = (stories: IssueStory[] | undefined, leftOut: IssueStory[]): DraftStories | undefined => stories && { stories, leftOut }

function inOrder(stories: IssueStory[], order: number[]): IssueStory[] | undefined {
  const byId = new Map(stories.map((story) => [story.briefingId, story]))
  const ordered = [...new Set(order)].flatMap((id) => byId.get(id) ?? [])
  return ordered.length === stories.length && order.length === stories.length ? ordered : undefined
}

function moved(stories: IssueStory[], story: IssueStory, by: -1 | 1): IssueStory[] | undefined {
  const same = stories.filter((one) => topicOf(one) === topicOf(story))
  const neighbour = same[same.indexOf(story) + by]
  return neighbour && swapped(stories, story, neighbour)
}

const swapped = (stories: IssueStory[], one: IssueStory, other: IssueStory): IssueStory[] =>
  stories.map((story) => (story === one ? other : story === other ? one : story))

function movedTopic(stories: IssueStory[], { topicId, by }: { topicId: number; by: -1 | 1 }): IssueStory[] | undefined {
  const groups = byFirstTopic(stories)
  const index = groups.findIndex((group) => group.topicId === topicId)
  const [group, neighbour] = [groups[index], groups[index + by]]
  if (!group || !neighbour) return undefined
  return groups.flatMap((one) => (one === group ? neighbour : one === neighbour ? group : one).stories)
}
