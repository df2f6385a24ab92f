import fc from 'fast-check'
import { DAY } from '../../../src/domain/instant.ts'
import type { Format } from '../../../src/domain/part.ts'
import type { ReaderHour } from '../../../src/domain/reader-hour.ts'

/**
 * An issue, the issues before it and the readers of its digest, by chance. Topics are numbers from 0 on, briefings are known by their
 * place in `pool`, which is the order in which they were published; both are mapped to ids when the world is stored.
 */
export type RandomWorld = {
  zone: string
  releaseAt: number
  /** The parent of each topic; a lower number, or none. */
  parents: (number | null)[]
  pool: RandomBriefing[]
  /** Whether the issue shows the pool in the order in which it was published, or the other way round. */
  isReversed: boolean
  past: RandomPast[]
  /** Everything published up to here lies before the window. */
  seqFrom: number
  rules: { cap: number; topicCap: number | null; isRecap: boolean }
  readers: RandomReader[]
  size: number
  /** Whether other issues are looked up one by one, or all in one table. */
  mostJoins: number
}

export type RandomBriefing = {
  topics: number[]
  language: string
  isPinned: boolean
  /** Whether the issue at hand holds it, and each of those before. */
  isHere: boolean
  isIn: boolean[]
  /** It is a version of this earlier one, or corrects it. */
  versionOf: number | null
  corrects: number | null
}

/** An issue before: of the same digest or another, showing its stories at other places. */
export type RandomPast = { isOwn: boolean; shift: number; isReversed: boolean; isAddressed: boolean }

export type RandomReader = {
  topics: number[]
  hour: ReaderHour
  languages: string[]
  format: Format
  isSuppressed: boolean
  hasEnded: boolean
  pausedUntil: number | null
  mutes: { topic: number; until: number | null }[]
  arrears: { topic: number | null; from: number; to: number | null; most: number | null }[]
  /** How far behind the window the reader's hour has been served. */
  lag: number | null
  deliveries: (RandomDelivery | null)[]
}

export type RandomDelivery = { state: string; isLate: boolean; holds: boolean[]; leavesOver: boolean[] }

export const TOPICS = 10
export const MOST_PAST = 4
const MOST_BRIEFINGS = 26

const topic = fc.nat({ max: TOPICS - 1 })
const topics = fc.uniqueArray(topic, { minLength: 1, maxLength: 4 }).map((list) => list.toSorted((a, b) => a - b))
const seldom = fc.nat({ max: 9 }).map((chance) => chance === 0)
const often = fc.nat({ max: 3 }).map((chance) => chance > 0)
const orNone = <Value>(some: fc.Arbitrary<Value>, weight: number): fc.Arbitrary<Value | null> =>
  fc.oneof({ arbitrary: fc.constant(null), weight }, { arbitrary: some, weight: 1 })

const briefing: fc.Arbitrary<RandomBriefing> = fc.record({
  topics,
  language: fc.constantFrom('en', 'en', 'en', 'en-GB', 'zh-Hans', 'zh-TW', 'ar', 'nb'),
  isPinned: seldom,
  isHere: often,
  isIn: fc.array(seldom, { minLength: MOST_PAST, maxLength: MOST_PAST }).chain((list) => fc.constant(list)),
  versionOf: orNone(fc.nat({ max: MOST_BRIEFINGS - 1 }), 3),
  corrects: orNone(fc.nat({ max: MOST_BRIEFINGS - 1 }), 5),
})

// The last two zones and the last hour are none: rows like these come by restored databases and by zones that were given up.
const hour = fc.record({
  zone: fc.constantFrom('Asia/Tokyo', 'Europe/London', 'America/Sao_Paulo', 'Africa/Cairo', 'Pacific/Apia', 'Mars/Olympus', ''),
  minute: fc.constantFrom(0, 150, 420, 1439),
  weekdays: fc.oneof({ arbitrary: fc.constant(127), weight: 9 }, fc.constant(31), fc.integer({ min: 1, max: 127 }), fc.constant(0)),
})

const someOfPool = fc.array(fc.boolean(), { minLength: MOST_BRIEFINGS, maxLength: MOST_BRIEFINGS })

const delivery: fc.Arbitrary<RandomDelivery> = fc.record({
  state: fc.constantFrom('queued', 'leased', 'posting', 'accepted', 'accepted', 'doubtful', 'refused', 'withheld'),
  isLate: fc.boolean(),
  holds: someOfPool,
  leavesOver: someOfPool,
})

const reader: fc.Arbitrary<RandomReader> = fc.record({
  topics,
  hour,
  languages: fc.uniqueArray(fc.constantFrom('en', 'en', 'zh', 'zh-Hant', 'ar', 'no', 'fr'), { minLength: 1, maxLength: 3 }),
  format: fc.constantFrom('html' as const, 'text' as const),
  isSuppressed: seldom,
  hasEnded: seldom,
  pausedUntil: orNone(fc.integer({ min: -DAY, max: 9 * DAY }), 4),
  mutes: fc.array(fc.record({ topic, until: fc.oneof(fc.constant(null), fc.integer({ min: -DAY, max: DAY })) }), { maxLength: 2 }),
  arrears: fc.array(
    fc.record({
      topic: orNone(topic, 1),
      from: fc.nat({ max: MOST_BRIEFINGS }),
      to: orNone(fc.nat({ max: MOST_BRIEFINGS }), 1),
      most: orNone(fc.integer({ min: 1, max: 4 }), 2),
    }),
    { maxLength: 2 },
  ),
  lag: orNone(fc.nat({ max: 12 }), 3),
  deliveries: fc.array(orNone(delivery, 1), { minLength: MOST_PAST, maxLength: MOST_PAST }),
})

export const randomWorld: fc.Arbitrary<RandomWorld> = fc.record({
  zone: fc.constantFrom('UTC', 'Europe/Berlin'),
  releaseAt: fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 0, 1) }),
  parents: fc
    .array(orNone(fc.nat({ max: TOPICS }), 1), { minLength: TOPICS, maxLength: TOPICS })
    .map((list) => list.map((parent, own) => (parent !== null && parent < own ? parent : null))),
  pool: fc.array(briefing, { minLength: 1, maxLength: MOST_BRIEFINGS, size: 'max' }).map((pool) => {
    // At least one is in the issue; a version or a correction is of an earlier one, and no correction is a version.
    const whole = pool.map((one, index) => ({ ...one, versionOf: earlier(one.versionOf, index), corrects: earlier(one.corrects, index) }))
    const told = whole.map((one) => ({ ...one, corrects: one.versionOf === null ? one.corrects : null }))
    return told.map((one, index) => (index === 0 ? { ...one, isHere: true } : one))
  }),
  isReversed: fc.boolean(),
  past: fc.array(fc.record({ isOwn: often, shift: fc.nat({ max: 99 }), isReversed: fc.boolean(), isAddressed: often }), {
    maxLength: MOST_PAST,
  }),
  seqFrom: fc.nat({ max: 20 }),
  rules: fc.record({
    cap: fc.oneof(fc.constant(100), fc.integer({ min: 1, max: 8 })),
    topicCap: orNone(fc.integer({ min: 1, max: 3 }), 1),
    isRecap: seldom,
  }),
  readers: fc.array(reader, { maxLength: 14, size: 'max' }),
  size: fc.integer({ min: 1, max: 20 }),
  mostJoins: fc.constantFrom(0, 40, 40),
})

const earlier = (one: number | null, index: number): number | null => (one !== null && one < index ? one : null)
