const VARIETY = 8

/**
 * How many bits the most random-looking piece of an address can hold at most, by its letters: 4 for each of hex, 5 in one case, 6 in
 * two. Words are no secret: `unsubscribe-from-the-morning-broadsheet` counts nothing.
 */
export function tokenBits(url: URL): number {
  const segments = `${url.pathname}/${url.search.slice(1)}`.split(/[/&=?;]/)
  const pieces = segments.flatMap((segment) => [segment, ...segment.split(/[-_.~]/)])
  return pieces.reduce((most, piece) => Math.max(most, bitsOf(piece)), 0)
}

function bitsOf(piece: string): number {
  const letters = piece.replace(/[-_.~]/g, '')
  if (isWords(piece) || !/^[A-Za-z0-9]+$/.test(letters) || new Set(letters).size < VARIETY) return 0
  if (/^(?:[0-9a-f]+|[0-9A-F]+)$/.test(letters)) return letters.length * 4
  return letters.length * (/[a-z]/.test(letters) && /[A-Z]/.test(letters) ? 6 : 5)
}

const isWords = (piece: string): boolean => /^(?:[A-Za-z][a-z]{0,15}|\d{1,4})(?:[-_.~](?:[A-Za-z][a-z]{0,15}|\d{1,4}))*$/.test(piece)
