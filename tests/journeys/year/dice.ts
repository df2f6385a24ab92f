/** Chance that can be repeated: the same seed always throws the same. */
export type Dice = {
  /** From 0 up to, but not including, 1. */
  next: () => number
  /** A whole number; both ends may come. */
  whole: (from: number, to: number) => number
  isLucky: (chance: number) => boolean
  one: <Thing>(of: readonly Thing[]) => Thing
  /** So many different ones, in the order in which they stand. */
  some: <Thing>(of: readonly Thing[], count: number) => Thing[]
}

/** Mulberry32, by Tommy Ettinger: 32 bits of state are plenty for what is drawn here. */
export function diceOf(seed: number): Dice {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const whole = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1))
  const one = <Thing>(of: readonly Thing[]): Thing => {
    const [found] = of.slice(whole(0, of.length - 1))
    if (found === undefined) throw new Error('Nothing to choose from')
    return found
  }
  const some = <Thing>(of: readonly Thing[], count: number): Thing[] => {
    const places = of.map((_, place) => ({ place, rank: next() })).sort((a, b) => a.rank - b.rank)
    const chosen = places.slice(0, count).map(({ place }) => place)
    return of.filter((_, place) => chosen.includes(place))
  }
  return { next, whole, isLucky: (chance) => next() < chance, one, some }
}
