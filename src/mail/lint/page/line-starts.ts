/** The offsets at which the lines of a text begin. */
export function lineStartsOf(source: string): number[] {
  const starts = [0]
  for (let next = source.indexOf('\n'); next >= 0; next = source.indexOf('\n', next + 1)) starts.push(next + 1)
  return starts
}

/** The number of the line, from 1, that an offset falls in; by halving, because there may be as many faults as lines. */
export function lineAt(starts: number[], offset: number): number {
  let low = 0
  let high = starts.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle
  }
  return low + 1
}
