import { beyondBest } from '../domain/allot-stories.ts'
import type { Arrears } from '../domain/arrears.ts'
import { pickStories, type Candidate } from '../domain/pick-stories.ts'
import { countPositions, listPositions, positionsOf, type Positions } from '../domain/positions.ts'
import type { Chunk } from '../store/addressing-chunk.ts'
import type { Db } from '../store/dialect.ts'
import type { Chosen, Fitted } from '../store/insert-deliveries.ts'
import { listBestArrears } from '../store/owed-stories.ts'
import { idsOf } from '../store/subscriptions.ts'
import type { Rules } from './addressing-rules.ts'

export type Fitting = {
  /** What the mail of a reader has room for, and what it has not. */
  fit: (chosen: Chosen) => Fitted
  /** The stories that did not fit into some mail so far. */
  leftOver: ReadonlySet<number>
}

/** How the stories of the chunk's readers fit into their mails; undefined where each mail has room for all that its reader could get. */
export async function fitStories(tx: Db, chunk: Chunk, rules: Rules & { mostArrears: number }): Promise<Fitting | undefined> {
  const owed = rules.mostArrears > 0 ? await listBestArrears(tx, chunk) : []
  if (owed.length === 0 && !canBeFull(rules)) return undefined
  const best = Map.groupBy(owed, ({ subscriberId }) => subscriberId)
  const leftOver = new Set<number>()
  const pick = picking(rules, leftOver)
  const fit = (chosen: Chosen): Fitted => {
    const arrears = best.get(chosen.subscriberId)
    return pick(arrears ? withoutBeyondBest(chosen, rules, arrears) : chosen.stories, chosen.topics)
  }
  return { fit, leftOver }
}

function canBeFull({ stories, digest: { cap, topicCap } }: Rules): boolean {
  if (stories.length > cap) return true
  const topics = stories.flatMap(({ topicIds, widerIds }) => [...topicIds, ...widerIds])
  return topicCap !== null && Object.values(Object.groupBy(topics, (id) => id)).some((some) => (some?.length ?? 0) > topicCap)
}

type Picking = (stories: Positions, topics: string) => Fitted
type Known = { stories: Positions; fitted: Fitted }

/** What fits of a reader's stories; readers of the same topics who could get the same stories have one answer. */
function picking({ stories, digest }: Rules, leftOver: Set<number>): Picking {
  const placed = new Map(stories.map((story) => [story.position, { ...story, about: [...story.topicIds, ...story.widerIds] }]))
  const known = new Map<string, Known[]>()
  return (wanted, topics) => {
    if (digest.topicCap === null && countPositions(wanted) <= digest.cap) return { given: wanted, more: NOTHING }
    const answers = known.get(topics) ?? []
    const answer = answers.find(({ stories: { low, high } }) => low === wanted.low && high === wanted.high)
    if (answer) return answer.fitted
    const fitted = fittingOf(wanted, idsOf(topics))
    known.set(topics, [...answers, { stories: wanted, fitted }])
    return fitted
  }

  function fittingOf(wanted: Positions, topicIds: number[]): Fitted {
    const candidates: Candidate[] = []
    for (const position of listPositions(wanted)) {
      const story = placed.get(position)
      if (story) candidates.push({ position, isPinned: story.isPinned, sections: sectionsOf(story, topicIds) })
    }
    const { given, more } = pickStories(candidates, digest)
    for (const position of more) leftOver.add(position)
    return { given: positionsOf(given), more: positionsOf(more) }
  }
}

const NOTHING: Positions = { low: 0, high: 0 }

function sectionsOf({ topicIds: own, about }: { topicIds: number[]; about: number[] }, topicIds: number[]): number[] {
  const sections = about.filter((id) => topicIds.includes(id))
  return sections.length > 0 ? sections : own.slice(0, 1)
}

type Best = Pick<Arrears, 'topicId' | 'seqFrom' | 'seqTo' | 'most'>

function withoutBeyondBest({ stories, hourId }: Chosen, rules: Rules, arrears: Best[]): Positions {
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
