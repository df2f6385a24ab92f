/**
 * A set of story positions (0 to 99) as two numbers of 50 bits each, so that both databases and JavaScript hold it exactly.
 * Positions 0, 2 and 50 are `{ low: 0b101, high: 0b1 }`.
 */
export type Positions = { low: number; high: number }

export const MOST_POSITIONS = 100
const BITS = 50

export function positionsOf(list: Iterable<number>): Positions {
  const set = { low: 0, high: 0 }
  for (const position of list) {
    if (!Number.isInteger(position) || position < 0 || position >= MOST_POSITIONS) throw new Error(`There is no position ${position}`)
    const word = position < BITS ? 'low' : 'high'
    const bit = 2 ** (position % BITS)
    if (Math.floor(set[word] / bit) % 2 === 0) set[word] += bit
  }
  return set
}

/** The positions in ascending order. */
export function listPositions({ low, high }: Positions): number[] {
  const found: number[] = []
  for (const [half, offset] of [
    [low % HALF, 0],
    [Math.floor(low / HALF), 25],
    [high % HALF, BITS],
    [Math.floor(high / HALF), 75],
  ] as const)
    addBits(found, half, offset)
  return found
}

/** How many positions there are. For millions of sets: it makes no list. */
export const countPositions = ({ low, high }: Positions): number => onesIn(low) + onesIn(high)

const HALF = 2 ** 25
const onesIn = (word: number): number => onesInHalf(word % HALF) + onesInHalf(Math.floor(word / HALF))

// Sums of neighbouring bits, then of pairs, of fours and so on (Warren, Hacker's Delight, section 5-1).
function onesInHalf(half: number): number {
  const pairs = half - ((half >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return (((fours + (fours >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}

// From one set bit to the next: the lowest is taken away each time.
function addBits(found: number[], half: number, offset: number): void {
  for (let rest = half; rest > 0; rest &= rest - 1) found.push(offset + 31 - Math.clz32(rest & -rest))
}
