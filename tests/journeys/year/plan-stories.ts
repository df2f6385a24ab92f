import { DAY, HOUR, MINUTE, type Instant } from '../../../src/domain/instant.ts'
import type { Dice } from './dice.ts'
import type { Happening } from './plan.ts'
import { LANGUAGES, TOPICS } from './world.ts'

type Span = { from: Instant; until: Instant }

const A_DAY = 3

/** Three stories a day, some on several topics, some told in a second language at once or hours later. */
export function planStories(dice: Dice, windows: Span[]): Happening[] {
  let story = 0
  return windows.flatMap(({ from, until }) =>
    Array.from({ length: Math.round(((until - from) / DAY) * A_DAY) }, () => tell(dice, story++, within(dice, { from, until }))).flat(),
  )
}

function tell(dice: Dice, story: number, at: Instant): Happening[] {
  const language = dice.isLucky(0.7) ? 'en' : dice.one(LANGUAGES)
  const topics = dice.some(Object.keys(TOPICS), dice.isLucky(0.4) ? 2 : 1)
  const told = { kind: 'publish' as const, story, topics, priority: dice.whole(0, 9) }
  const original: Happening = { ...told, at, key: keyOf(story, language), language, original: undefined }
  if (!dice.isLucky(0.3)) return [original]
  const other = dice.one(LANGUAGES.filter((one) => one !== language))
  const later = dice.isLucky(0.5) ? 0 : dice.whole(1, 30) * HOUR
  return [original, { ...told, at: at + later + MINUTE, key: keyOf(story, other), language: other, original: original.key }]
}

const keyOf = (story: number, language: string): string => `told-${story}-${language}`

/** A whole minute. */
export const within = (dice: Dice, { from, until }: Span): Instant => Math.floor((from + dice.next() * (until - from)) / MINUTE) * MINUTE
