import { beyondBest } from '../domain/allot-stories.ts'
import type { Arrears } from '../domain/arrears.ts'
import { pickStories } from '../domain/pick-stories.ts'
import { listPositions, positionsOf, type Positions } from '../domain/positions.ts'
import type { Chunk } from '../store/addressing-chunk.ts'
import type { Db } from '../store/dialect.ts'
import { markLeftOver } from '../store/left-over-stories.ts'
import { listBestArrears } from '../store/owed-stories.ts'
import { idsOf } from '../store/subscriptions.ts'
import { listFullDeliveries, trimDeliveries, type FullDelivery, type Trimmed } from '../store/trim-deliveries.ts'
import type { Rules } from './addressing-rules.ts'

/**
 * Leaves in the chunk's deliveries what their mails have room for. Few are too full, and of those many hold the same stories for the same
 * topics, so what fits is a plain function, asked once for each such choice.
 */
export async function trimToFit(tx: Db, chunk: Chunk, rules: Rules & { mostArrears: number }): Promise<void> {
  const { cap } = rules.digest
  const owed = rules.mostArrears > 0 ? await listBestArrears(tx, chunk) : []
  const best = Map.groupBy(owed, ({ subscriberId }) => subscriberId)
  const crowded = crowdedTopics(rules)
  if (rules.stories.length <= cap && crowded.length === 0 && best.size === 0) return
  const full = await listFullDeliveries(tx, chunk, { ...rules, cap, crowded, hasBest: best.size > 0 })
  const fits = fitting(rules)
  const trimmed = full.map((delivery) => {
    const stories = withoutBeyondBest(delivery, rules, best.get(delivery.subscriberId) ?? [])
    return { id: delivery.id, was: delivery.stories, ...fits(stories, delivery.topics) }
  })
  const changed = trimmed.filter(({ was, given }) => was.low !== given.low || was.high !== given.high)
  await trimDeliveries(tx, changed, rules)
  await markLeftOver(tx, chunk.issueId, [...new Set(changed.flatMap(({ more }) => listPositions(more)))])
}

function crowdedTopics({ stories, digest: { topicCap } }: Rules): number[] {
  if (topicCap === null) return []
  const byTopic = Map.groupBy(
    stories.flatMap(({ topicIds, widerIds }) => [...topicIds, ...widerIds]),
    (topicId) => topicId,
  )
  return [...byTopic].filter(([, some]) => some.length > topicCap).map(([topicId]) => topicId)
}

type Fitting = Omit<Trimmed, 'id'>
type Known = { stories: Positions; fitting: Fitting }

/** What fits of a reader's stories; readers of the same topics who could get the same stories have one answer. */
function fitting({ stories, digest }: Rules): (stories: Positions, topics: string) => Fitting {
  const placed = new Map(stories.map((story) => [story.position, { ...story, about: [...story.topicIds, ...story.widerIds] }]))
  const known = new Map<string, Known[]>()
  return (wanted, topics) => {
    const answers = known.get(topics) ?? []
    const answer = answers.find(({ stories: { low, high } }) => low === wanted.low && high === wanted.high)
    if (answer) return answer.fitting
    const topicIds = idsOf(topics)
    const candidates = listPositions(wanted).flatMap((position) => {
      const story = placed.get(position)
      return story ? [{ position, isPinned: story.isPinned, sections: sectionsOf(story, topicIds) }] : []
    })
    const picked = pickStories(candidates, digest)
    const fitting = { given: positionsOf(picked.given), more: positionsOf(picked.more) }
    known.set(topics, [...answers, { stories: wanted, fitting }])
    return fitting
  }
}

function sectionsOf({ topicIds: own, about }: { topicIds: number[]; about: number[] }, topicIds: number[]): number[] {
  const sections = about.filter((id) => topicIds.includes(id))
  return sections.length > 0 ? sections : own.slice(0, 1)
}

type Best = Pick<Arrears, 'topicId' | 'seqFrom' | 'seqTo' | 'most'>

function withoutBeyondBest({ stories, hourId }: FullDelivery, rules: Rules, arrears: Best[]): Positions {
  if (arrears.length === 0) return stories
  const positions = listPositions(stories)
  const servedTo = rules.served.get(hourId) ?? rules.seqFrom
  const before = rules.stories.filter(
    ({ position, seq, correctsId }) => positions.includes(position) && seq <= servedTo && correctsId === null,
  )
  const beyond = beyondBest(
    before.map((story) => ({ ...story, about: [...story.topicIds, ...story.widerIds] })),
    arrears,
  )
  return positionsOf(positions.filter((position) => !beyond.includes(position)))
}
