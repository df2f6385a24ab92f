import type { Saying } from '../../domain/saying.ts'
import type { Instant } from '../../domain/instant.ts'
import { slugOf } from '../../domain/slug-of.ts'
import type { Actor } from '../../store/audit.ts'
import type { Store } from '../../store/dialect.ts'
import { listTopics } from '../../store/topics.ts'
import { addTopic } from '../add-topic.ts'

/** Those that were made, and the lines of which no topic could be made, with why. */
export type TopicsAdded = { added: string[]; refused: { line: string; why: Saying }[] }

const MOST = 100

/** Makes a topic of every line: a name, and after a | the slug that it is to have. One that cannot be made keeps none of the others back. */
export async function addFirstTopics(
  store: Store,
  { lines, language }: { lines: string; language: string },
  by: Actor,
  now: Instant,
): Promise<TopicsAdded> {
  const wanted = lines
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(0, MOST)
  const known = new Set((await listTopics(store.db)).map(({ slug }) => slug))
  const done: TopicsAdded = { added: [], refused: [] }
  for (const line of wanted) {
    const [name = '', given] = line.split('|').map((part) => part.trim())
    const slug = given ?? slugOf(name) ?? freeSlug(known)
    const made = await addTopic(store, { slug, names: { [language]: name } }, now, by)
    if (made.ok) done.added.push(slug)
    else done.refused.push({ line, why: made.message })
    known.add(slug)
  }
  return done
}

function freeSlug(known: Set<string>): string {
  let number = 1
  while (known.has(`topic-${number}`)) number++
  return `topic-${number}`
}
