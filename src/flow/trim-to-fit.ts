import { beyondBest } from '../domain/allot-stories.ts'
import type { Arrears } from '../domain/arrears.ts'
import { pickStories } from '../domain/pick-stories.ts'
import { listPositions, positionsOf } from '../domain/positions.ts'
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
  const known = new Map<string, Omit<Trimmed, 'id'>>()
  const trimmed = full.map((delivery) => {
    const left = withoutBeyondBest(delivery, rules, best.get(delivery.subscriberId) ?? [])
    const key = `${left.join(' ')} ${delivery.topics}`
    const fitting = known.get(key) ?? fit(left, idsOf(delivery.topics), rules)
    known.set(key, fitting)
    return { id: delivery.id, ...fitting }
  })
  await trimDeliveries(tx, trimmed)
  await markLeftOver(tx, chunk.issueId, [...new Set([...known.values()].flatMap(({ more }) => listPositions(more)))])
}

function crowdedTopics({ stories, digest: { topicCap } }: Rules): number[] {
  if (topicCap === null) return []
  const byTopic = Map.groupBy(
    stories.flatMap(({ topicIds, widerIds }) => [...topicIds, ...widerIds]),
    (topicId) => topicId,
  )
  return [...byTopic].filter(([, some]) => some.length > topicCap).map(([topicId]) => topicId)
}

function fit(positions: number[], topicIds: number[], { stories, digest }: Rules): Omit<Trimmed, 'id'> {
  const candidates = stories
    .filter(({ position }) => positions.includes(position))
    .map((story) => ({ ...story, sections: sectionsOf(story, topicIds) }))
  const { given, more } = pickStories(candidates, digest)
  return { given: positionsOf(given), more: positionsOf(more) }
}

function sectionsOf({ topicIds: own, widerIds }: Rules['stories'][number], topicIds: number[]): number[] {
  const sections = [...own, ...widerIds].filter((id) => topicIds.includes(id))
  return sections.length > 0 ? sections : own.slice(0, 1)
}

type Best = Pick<Arrears, 'topicId' | 'seqFrom' | 'seqTo' | 'most'>

function withoutBeyondBest({ stories, hourId }: FullDelivery, rules: Rules, arrears: Best[]): number[] {
  const positions = listPositions(stories)
  if (arrears.length === 0) return positions
  const servedTo = rules.served.get(hourId) ?? rules.seqFrom
  const before = rules.stories.filter(
    ({ position, seq, correctsId }) => positions.includes(position) && seq <= servedTo && correctsId === null,
  )
  const beyond = beyondBest(
    before.map((story) => ({ ...story, about: [...story.topicIds, ...story.widerIds] })),
    arrears,
  )
  return positions.filter((position) => !beyond.includes(position))
}
