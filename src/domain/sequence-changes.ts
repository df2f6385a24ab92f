/** A stretch of two sequences: what both have, what only the old or only the new one has. */
export type Change<Item> = { kind: 'same' | 'gone' | 'new'; items: Item[] }

/** Beyond so many comparisons, everything between the common ends counts as replaced. */
const MOST_COMPARISONS = 1_000_000

/**
 * The shortest way from one sequence to another, by their longest common subsequence: `[a, b, c]` → `[a, x, c]` gives same `a`, gone `b`,
 * new `x`, same `c`. Items are compared with `===`.
 */
export function changesBetween<Item>(before: readonly Item[], after: readonly Item[]): Change<Item>[] {
  const head = commonLength(before, after, (list, index) => list[index])
  const rest = { before: before.slice(head), after: after.slice(head) }
  const tail = commonLength(rest.before, rest.after, (list, index) => list[list.length - 1 - index])
  const middle = { before: rest.before.slice(0, rest.before.length - tail), after: rest.after.slice(0, rest.after.length - tail) }
  return joined([
    { kind: 'same', items: before.slice(0, head) },
    ...middleChanges(middle.before, middle.after),
    { kind: 'same', items: before.slice(before.length - tail) },
  ])
}

function commonLength<Item>(
  one: readonly Item[],
  other: readonly Item[],
  at: (list: readonly Item[], index: number) => Item | undefined,
): number {
  const most = Math.min(one.length, other.length)
  let length = 0
  while (length < most && at(one, length) === at(other, length)) length++
  return length
}

function middleChanges<Item>(before: readonly Item[], after: readonly Item[]): Change<Item>[] {
  const whole: Change<Item>[] = [
    { kind: 'gone', items: [...before] },
    { kind: 'new', items: [...after] },
  ]
  if (before.length === 0 || after.length === 0 || before.length * after.length > MOST_COMPARISONS) return whole
  const lengths = commonLengths(before, after)
  const width = after.length + 1
  const changes: Change<Item>[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    const old = before[i] as Item
    const fresh = after[j] as Item
    if (i < before.length && j < after.length && old === fresh) {
      changes.push({ kind: 'same', items: [old] })
      i++
      j++
    } else if (i < before.length && (j >= after.length || (lengths[(i + 1) * width + j] ?? 0) >= (lengths[i * width + j + 1] ?? 0))) {
      changes.push({ kind: 'gone', items: [old] })
      i++
    } else {
      changes.push({ kind: 'new', items: [fresh] })
      j++
    }
  }
  return changes
}

/** For every pair of places, the length of the longest common subsequence from there to both ends. */
function commonLengths<Item>(before: readonly Item[], after: readonly Item[]): Uint32Array {
  const width = after.length + 1
  const lengths = new Uint32Array((before.length + 1) * width)
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        before[i] === after[j]
          ? (lengths[(i + 1) * width + j + 1] ?? 0) + 1
          : Math.max(lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0)
  return lengths
}

/** Neighbours of one kind become one; between two that are the same, what is gone stands before what is new. */
function joined<Item>(changes: Change<Item>[]): Change<Item>[] {
  const out: Change<Item>[] = []
  for (const change of changes) {
    if (change.items.length === 0) continue
    const last = out.at(-1)
    const before = out.at(-2)
    if (last?.kind === change.kind) last.items.push(...change.items)
    else if (change.kind === 'gone' && last?.kind === 'new' && before?.kind === 'gone') before.items.push(...change.items)
    else out.push({ kind: change.kind, items: [...change.items] })
  }
  return out
}
