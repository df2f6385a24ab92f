import fc from 'fast-check'
import { MOST_POSITIONS } from '../../../src/domain/positions.ts'
import type { ReaderHour } from '../../../src/domain/reader-hour.ts'
import type { Format } from '../../../src/domain/part.ts'

/** An issue and the readers of its digest, by chance. Topics are numbers from 0 on, to be mapped to ids. */
export type RandomWorld = { zone: string; releaseAt: number; stories: RandomStory[]; readers: RandomReader[]; size: number }

export type RandomStory = { topics: number[]; language: string }

export type RandomReader = {
  topics: number[]
  hour: ReaderHour
  languages: string[]
  format: Format
  isSuppressed: boolean
  hasEnded: boolean
}

export const TOPICS = 12

const topic = fc.nat({ max: TOPICS - 1 })
const topics = fc.uniqueArray(topic, { minLength: 1, maxLength: 5 }).map((list) => list.toSorted((a, b) => a - b))

const story = fc.record({ topics, language: fc.constantFrom('en', 'en-GB', 'zh-Hans', 'zh-TW', 'ar', 'nb') })

// The last two zones and the last hour are none: rows like these come by restored databases and by zones that were given up.
const hour = fc.record({
  zone: fc.constantFrom('Asia/Tokyo', 'Europe/London', 'America/Sao_Paulo', 'Africa/Cairo', 'Pacific/Apia', 'Mars/Olympus', ''),
  minute: fc.constantFrom(0, 150, 420, 1439),
  weekdays: fc.oneof({ arbitrary: fc.integer({ min: 1, max: 127 }), weight: 9 }, fc.constant(0)),
})

const seldom = fc.nat({ max: 9 }).map((chance) => chance === 0)

const reader = fc.record({
  topics,
  hour,
  languages: fc.uniqueArray(fc.constantFrom('en', 'zh', 'zh-Hant', 'ar', 'no', 'fr'), { minLength: 1, maxLength: 3 }),
  format: fc.constantFrom('html' as const, 'text' as const),
  isSuppressed: seldom,
  hasEnded: seldom,
})

export const randomWorld: fc.Arbitrary<RandomWorld> = fc.record({
  zone: fc.constantFrom('UTC', 'Europe/Berlin'),
  releaseAt: fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }),
  stories: fc.array(story, { minLength: 1, maxLength: MOST_POSITIONS, size: 'max' }),
  readers: fc.array(reader, { maxLength: 40, size: 'max' }),
  size: fc.integer({ min: 1, max: 50 }),
})
