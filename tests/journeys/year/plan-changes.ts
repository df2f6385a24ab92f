import { DAY, HOUR, type Instant } from '../../../src/domain/instant.ts'
import type { Dice } from './dice.ts'
import type { Happening, PlannedReader, Wish } from './plan.ts'
import { anyHour, anyWish, mayRoll } from './plan-readers.ts'
import { within } from './plan-stories.ts'
import { DIGESTS, TOPICS } from './world.ts'

type Span = { from: Instant; until: Instant }
type Wishes = Map<string, Wish>

/** Each reader thinks again about once in forty days, half of the times near a clock change. */
export function planChanges(dice: Dice, readers: PlannedReader[], when: Span & { windows: Span[] }): Happening[] {
  const each = Math.max(1, Math.round((when.until - when.from) / (40 * DAY)))
  return readers.flatMap((planned, reader) => {
    const wishes = new Map(Object.entries(planned.wishes))
    const times = Array.from({ length: dice.whole(0, 2 * each) }, () => within(dice, dice.isLucky(0.5) ? dice.one(when.windows) : when))
    return times
      .sort((one, other) => one - other)
      .map((at) => ({ at, ...changeOf(dice, reader, { wishes, at, isRolling: mayRoll(reader, readers.length) }) }))
  })
}

type Change = Exclude<Happening, { kind: 'publish' }> extends infer One ? (One extends Happening ? Omit<One, 'at'> : never) : never

/** What a reader wishes at that time; `wishes` follows it. */
function changeOf(dice: Dice, reader: number, { wishes, at, isRolling }: { wishes: Wishes; at: Instant; isRolling: boolean }): Change {
  const [digest = 'morning'] = dice.some([...wishes.keys()], 1)
  const topic = dice.one(Object.keys(TOPICS))
  const until = at + dice.whole(2, 20 * 24) * HOUR
  switch (dice.whole(0, 11)) {
    case 0:
      wishes.delete(digest)
      return { kind: 'leave', reader, digest }
    case 1:
      wishes.clear()
      return { kind: 'leave-all', reader }
    case 2:
      return wishes.has(digest) ? { kind: 'pause', reader, digest, until, onReturn: dice.one(['all', 'best', 'nothing']) } : comeBack()
    case 3:
      return wishes.has(digest) ? { kind: 'resume', reader, digest } : comeBack()
    case 4:
      return { kind: 'mute', reader, topic, until: dice.isLucky(0.3) ? null : until }
    case 5:
      return { kind: 'unmute', reader, topic }
    default:
      return comeBack()
  }

  function comeBack(): Change {
    const slug = dice.isLucky(0.6) ? digest : dice.one(DIGESTS.filter(({ slug: one }) => one !== 'rolling' || isRolling)).slug
    const old = wishes.get(slug)
    const everywhere = old !== undefined && dice.isLucky(0.3)
    const wish = old && dice.isLucky(0.4) ? { ...old, hour: anyHour(dice) } : anyWish(dice)
    for (const one of everywhere ? [...wishes.keys()] : [slug]) wishes.set(one, wish)
    return { kind: 'choose', reader, digest: slug, wish, everywhere }
  }
}
