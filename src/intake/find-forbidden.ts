import { saying, type Saying } from '../domain/saying.ts'
import type { Problem } from '../domain/briefing.ts'
import { NEWLINE } from './newline.ts'

/**
 * Characters that no briefing has a reason to hold, and that could change what a reader sees or what a mail server reads: controls but
 * tab and line breaks, directional overrides and isolates (UAX 9), halves of characters, and U+FFFD, the mark of a letter already lost.
 * Other invisible characters are taken out in silence (clean-text.ts), because word processors strew them.
 */
export function findForbidden(text: string): Problem[] {
  if (!FORBIDDEN.test(text)) return []
  const problems: Problem[] = []
  for (const [index, line] of text.split(NEWLINE).entries()) {
    const character = FORBIDDEN.exec(line)?.[0]
    if (character !== undefined) problems.push({ line: index + 1, message: explain(character) })
    if (problems.length === MOST_REPORTED) break
  }
  return problems
}

const FORBIDDEN = /[[\p{Cc}--[\t\n\r]]\p{Cs}\u202A-\u202E\u2066-\u2069\uFFFD]/v
const MOST_REPORTED = 20

function explain(character: string): Saying {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
  if (/[\u202A-\u202E\u2066-\u2069]/.test(character)) return saying('reading.mark-overrides', { code })
  if (character === '\uFFFD') return saying('reading.mark-replaced', { code })
  if (/\p{Cs}/u.test(character)) return saying('reading.mark-half', { code })
  return saying('reading.mark-control', { code })
}
