import type { ReaderHour } from '../../../src/domain/reader-hour.ts'
import { EVERY_DAY } from '../../../src/domain/weekdays.ts'
import type { Dice } from './dice.ts'
import type { PlannedReader, Wish } from './plan.ts'
import { DIGESTS, LANGUAGES, TOPICS } from './world.ts'
import { ZONES } from './zones.ts'

// Those between one and three in the night are jumped over, or passed twice, when clocks change.
const MINUTES = [0, 30, 60, 90, 120, 135, 150, 180, 300, 420, 420, 420, 435, 480, 720, 1095, 1380, 1425]
const WEEKDAYS = [EVERY_DAY, EVERY_DAY, EVERY_DAY, EVERY_DAY, 31, 96, 1 << 2]

/**
 * Whether a reader may have the rolling digest: one in six, but some twenty at most. Each of their hours is an issue, rendered anew in every
 * language, and that is what a long life spends its time with.
 */
export const mayRoll = (index: number, count: number): boolean => index % Math.max(6, Math.floor(count / 20)) === 0

export function planReaders(dice: Dice, count: number): PlannedReader[] {
  return Array.from({ length: count }, (_, index) => {
    const wish = anyWish(dice, ZONES[index % ZONES.length])
    const digests = dice.some(DIGESTS, dice.whole(1, 3)).filter(({ slug }) => slug !== 'rolling' || mayRoll(index, count))
    return {
      address: `reader${index}@${dice.one(['mail', 'post', 'letters'])}.example`,
      format: dice.isLucky(0.1) ? 'html' : 'text',
      wishes: Object.fromEntries(
        [...digests.map(({ slug }) => slug), mayRoll(index, count) ? 'rolling' : 'morning'].map((slug) => [slug, wish]),
      ),
    }
  })
}

export const anyWish = (dice: Dice, zone?: string): Wish => ({
  topics: dice.some(Object.keys(TOPICS), dice.whole(1, 5)),
  hour: anyHour(dice, zone),
  languages: dice.isLucky(0.6) ? ['en'] : dice.some(LANGUAGES, dice.whole(1, 3)).sort(() => dice.next() - 0.5),
})

export const anyHour = (dice: Dice, zone = dice.one(ZONES)): ReaderHour => ({
  zone,
  minute: dice.one(MINUTES),
  weekdays: dice.one(WEEKDAYS),
})
