/** What one round came to, such as mails a second. */
type Measure = () => Promise<number>

/**
 * Measures several things in turn, over and over, and gives the median of each: what else the machine does then slows all of them alike.
 * Before the first round that counts each is run once, so that nothing is measured cold.
 */
export async function alternate<Name extends string>(measures: Record<Name, Measure>, rounds: number): Promise<Record<Name, number>> {
  const names = Object.keys(measures) as Name[]
  const found = new Map<Name, number[]>(names.map((name) => [name, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const value = await measures[name]()
      if (round > 0) found.get(name)?.push(value)
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(found.get(name) ?? [])])) as Record<Name, number>
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2
}
