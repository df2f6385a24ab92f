import { reads } from '../../../src/domain/language.ts'
import { nextHour } from '../../../src/domain/reader-hour.ts'
import { checkZone } from '../../../src/domain/time-zone.ts'
import { frameLanguage } from '../../../src/render/words.ts'
import type { RandomReader, RandomWorld } from './random-world.ts'

export type PlainAnswer =
  | { stories: number[]; dueAt: number; language: string; topics: number[]; format: string }
  | 'no-subscription'
  | 'suppressed'
  | 'no-story-on-a-topic'
  | 'no-story-in-a-language'

/** What addressing must come to for one reader, in the words of the rule. */
export function plainAnswer(reader: RandomReader, { stories, releaseAt, zone }: RandomWorld): PlainAnswer {
  if (reader.hasEnded) return 'no-subscription'
  if (reader.isSuppressed) return 'suppressed'
  const onTopic = [...stories.entries()].filter(([, story]) => story.topics.some((topic) => reader.topics.includes(topic)))
  if (onTopic.length === 0) return 'no-story-on-a-topic'
  const readable = onTopic.filter(([, story]) => reads(reader.languages, story.language))
  if (readable.length === 0) return 'no-story-in-a-language'
  const { languages, topics, format, hour } = reader
  const dueAt = hour.weekdays === 0 ? releaseAt : nextHour({ ...hour, zone: checkZone(hour.zone) ?? zone }, releaseAt)
  return { stories: readable.map(([position]) => position), dueAt, language: frameLanguage(languages), topics, format }
}
