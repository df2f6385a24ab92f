/** The parent of each topic that has one. */
export type TopicTree = ReadonlyMap<number, number>

/** A topic and everything that it is a part of, the nearest first. A circle, which only a restored database could hold, ends where it closes. */
export function lineageOf(tree: TopicTree, topicId: number): number[] {
  const line = [topicId]
  for (let parent = tree.get(topicId); parent !== undefined && !line.includes(parent); parent = tree.get(parent)) line.push(parent)
  return line
}

/** What stories on these topics are about besides: all that the topics are a part of, the nearest first. */
export function widerTopics(tree: TopicTree, topicIds: number[]): number[] {
  const lines = topicIds.map((id) => lineageOf(tree, id))
  const byDistance = Array.from({ length: Math.max(0, ...lines.map((line) => line.length)) }, (_, distance) =>
    lines.flatMap((line) => line.slice(distance, distance + 1)).sort((one, other) => one - other),
  )
  return [...new Set(byDistance.flat())].filter((id) => !topicIds.includes(id))
}

export const treeOf = (topics: { id: number; parentId: number | null }[]): TopicTree =>
  new Map(topics.flatMap(({ id, parentId }) => (parentId === null ? [] : [[id, parentId] as const])))
