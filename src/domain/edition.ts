import type { IssueStory } from './issue.ts'

/** What one reader gets of an issue: each story once, in sections by topic, in the order of the issue. */
export type Edition = {
  sections: Section[]
  /** Positions of the stories that no longer fit: only their titles, linked to the web. */
  lines: number[]
}

export type Section = { topicId: number; stories: EditionStory[] }

/** A story in its section; `labels` are the reader's other topics that it carries as well. */
export type EditionStory = { position: number; size: 'lead' | 'story'; labels: number[] }

/** The bytes that a story takes in one of its sizes. */
export type StoryBytes = (position: number, size: 'lead' | 'story' | 'line') => number

type Wish = { positions: number[]; topicIds: number[]; budget: number; bytesOf: StoryBytes }

/**
 * Arranges the chosen stories of an issue for a reader of the given topics. A story on two of the topics stands once, below the first
 * of them, labelled with the other; one that comes by a topic that its own are a part of stands below that one. The first story leads. Stories stay whole as long as all of them fit into the budget, counting a
 * line for each that follows; the rest become lines.
 *
 * For example, stories 0 (topics 7, 9) and 3 (topic 9) for a reader of 7 and 9: section 7 with story 0, labelled 9; section 9 with story 3.
 */
export function arrangeEdition(stories: IssueStory[], wish: Wish): Edition {
  const chosen = stories.filter((story) => wish.positions.includes(story.position))
  const whole = countWhole(chosen, wish)
  const placed = chosen.slice(0, whole).map((story, index) => place(story, index === 0 ? 'lead' : 'story', wish.topicIds))
  const byTopic = Map.groupBy(placed, ({ topicId }) => topicId)
  const sections = [...byTopic].map(([topicId, entries]) => ({ topicId, stories: entries.map(({ story }) => story) }))
  return { sections, lines: chosen.slice(whole).map((story) => story.position) }
}

/** The positions of an edition in the order in which they are read. */
export function positionsInOrder({ sections, lines }: Edition): number[] {
  return [...sections.flatMap((section) => section.stories.map((story) => story.position)), ...lines]
}

function countWhole(chosen: IssueStory[], { budget, bytesOf }: Wish): number {
  let left = budget - chosen.reduce((sum, story) => sum + bytesOf(story.position, 'line'), 0)
  for (const [index, story] of chosen.entries()) {
    left -= bytesOf(story.position, index === 0 ? 'lead' : 'story') - bytesOf(story.position, 'line')
    // The lead always stands whole: a mail of bare lines would be none.
    if (left < 0 && index > 0) return index
  }
  return chosen.length
}

function place(story: IssueStory, size: 'lead' | 'story', topicIds: number[]): { topicId: number; story: EditionStory } {
  const own = story.topicIds.filter((id) => topicIds.includes(id))
  // A correction goes to readers of what it corrects, whatever they follow by now: it stands below a topic of its own.
  const topicId = own[0] ?? story.widerIds?.find((id) => topicIds.includes(id)) ?? story.topicIds[0]
  if (topicId === undefined) throw new Error(`Story ${story.position} is on no topic`)
  return { topicId, story: { position: story.position, size, labels: own.slice(1) } }
}
