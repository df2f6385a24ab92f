import type { Topic } from '../../domain/topic.ts'

/** A topic and those below it; alone where it has none. */
export type TopicGroup = { topic: Topic; children: Topic[] }

/** Topics as a form shows them: each that has no parent on offer, with all that stand below it, in their order. */
export function groupTopics(offered: Topic[]): TopicGroup[] {
  const isOffered = (id: number | null): boolean => offered.some((topic) => topic.id === id)
  const below = (id: number): Topic[] => offered.filter(({ parentId }) => parentId === id).flatMap((topic) => [topic, ...below(topic.id)])
  return offered.filter(({ parentId }) => !isOffered(parentId)).map((topic) => ({ topic, children: below(topic.id) }))
}

/** Without those whose parent is chosen: that one includes them. In ascending order. */
export function chosenIds(offered: Topic[], slugs: string[]): number[] {
  const chosen = offered.filter(({ slug }) => slugs.includes(slug))
  const isIncluded = ({ parentId }: Topic, depth = 0): boolean => {
    const parent = offered.find(({ id }) => id === parentId)
    return parent !== undefined && depth < offered.length && (chosen.includes(parent) || isIncluded(parent, depth + 1))
  }
  return chosen
    .filter((topic) => !isIncluded(topic))
    .map(({ id }) => id)
    .sort((a, b) => a - b)
}
