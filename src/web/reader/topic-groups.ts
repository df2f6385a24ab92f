import type { Language } from '../../domain/briefing.ts'
import type { Topic } from '../../domain/topic.ts'
import type { Words } from '../../render/words.ts'
import { nameView } from './name-view.ts'

/**
 * Topics as one chooses them: those above others in a group with what is below them, the rest side by side. A topic further down stands
 * in the group of the topmost.
 */
export function topicGroups(topics: Topic[], chosen: string[], words: Words) {
  const topOf = (topic: Topic): Topic => {
    const seen = new Set([topic.id])
    for (let top = topic; ;) {
      const above = topics.find(({ id }) => id === top.parentId)
      if (!above || seen.has(above.id)) return top
      seen.add(above.id)
      top = above
    }
  }
  const families = Map.groupBy(topics, (topic) => topOf(topic))
  const alone = topics.filter((topic) => families.get(topic)?.length === 1)
  const view = (topic: Topic) => topicView(topic, chosen, words.language)
  const groups = [...families].filter(([, family]) => family.length > 1)
  return [
    ...(alone.length > 0 ? [{ all: null, name: null, topics: alone.map(view) }] : []),
    ...groups.map(([top, family]) => {
      const name = nameView(top.names, words.language)
      const all = { ...view(top), text: words.say('signUpAllOf', { topic: name.text }), whole: words.say('signUpWholeGroup') }
      return { all, name, topics: family.filter((one) => one !== top).map(view) }
    }),
  ]
}

function topicView({ slug, names, lines }: Topic, chosen: string[], language: Language) {
  const line = Object.keys(lines).length > 0 ? nameView(lines, language) : null
  return { slug, ...nameView(names, language), line, isChosen: chosen.includes(slug) }
}
