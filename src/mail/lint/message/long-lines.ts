/** The lines of a text with \n at the line ends that are longer than `most`: number, from 1, and length. */
export function longLines(text: string, most: number): { line: number; length: number }[] {
  const found: { line: number; length: number }[] = []
  for (let start = 0, line = 1; start <= text.length; line += 1) {
    const next = text.indexOf('\n', start)
    const end = next < 0 ? text.length : next
    if (end - start > most) found.push({ line, length: end - start })
    start = end + 1
  }
  return found
}
