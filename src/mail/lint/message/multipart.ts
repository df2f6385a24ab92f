/** A multipart body, cut at its delimiter lines (RFC 2046 §5.1.1). */
export type Pieces = { parts: string[]; preamble: string; epilogue: string; isClosed: boolean }

type Delimiter = { start: number; end: number; isLast: boolean }

const MOST_PARTS = 200

/** Takes a body with \n at its line ends. The line end before a delimiter belongs to the delimiter. */
export function splitAtBoundary(body: string, boundary: string): Pieces {
  const delimiters = findDelimiters(body, `--${boundary}`)
  const closing = delimiters.find(({ isLast }) => isLast)
  const openings = delimiters.filter(({ isLast }) => !isLast)
  const parts = openings.map(({ end }, index) => body.slice(end, Math.max(end, (openings[index + 1] ?? closing)?.start ?? body.length)))
  return {
    parts,
    preamble: body.slice(0, delimiters[0]?.start ?? body.length),
    epilogue: closing ? body.slice(closing.end) : '',
    isClosed: closing !== undefined,
  }
}

function findDelimiters(body: string, mark: string): Delimiter[] {
  const found: Delimiter[] = []
  for (let at = body.indexOf(mark); at >= 0 && found.length < MOST_PARTS; at = body.indexOf(mark, at + mark.length)) {
    if (at > 0 && body.charAt(at - 1) !== '\n') continue
    const lineEnd = body.indexOf('\n', at)
    const end = lineEnd < 0 ? body.length : lineEnd + 1
    const rest = body.slice(at + mark.length, end).trimEnd()
    if (rest !== '' && rest !== '--') continue
    found.push({ start: Math.max(0, at - 1), end, isLast: rest === '--' })
    if (rest === '--') break
  }
  return found
}
