import { saying } from '../domain/saying.ts'
import type { Problem } from '../domain/briefing.ts'

/** The longest that each piece of a briefing may be, in characters (code points). What is longer is almost always a missing line break. */
export const LIMITS = { topic: 200, headline: 300, kicker: 200, title: 300, standfirst: 3000, key: 200, 'source title': 300 }

export type Limited = keyof typeof LIMITS

export function tooLong(what: Limited, text: string, line: number): Problem[] {
  const limit = LIMITS[what]
  // Half of the code units are a safe lower bound, and spare counting a megabyte.
  const length = text.length > 4 * limit ? text.length : [...text].length
  if (length <= limit) return []
  return [
    {
      line,
      message: saying('reading.piece-long', { piece: saying(`reading.called-${what.replace(' ', '-')}`), count: length, most: limit }),
    },
  ]
}
