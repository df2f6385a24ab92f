/** A piece of a structured header value (RFC 5322 §3.2, §3.4): free words, a quoted string, `<…>`, a comment, or a separator. */
export type HeaderToken = { kind: 'words' | 'quoted' | 'angled' | 'comment' | 'separator'; text: string }

const CLOSERS = { '"': '"', '<': '>', '(': ')' } as const
const KINDS = { '"': 'quoted', '<': 'angled', '(': 'comment' } as const

/** Cuts a value into its tokens, in one pass however odd it is. Quoted strings come without quotes and backslashes, `<…>` without brackets. */
export function readHeaderTokens(value: string): HeaderToken[] {
  const tokens: HeaderToken[] = []
  let at = 0
  while (at < value.length) {
    const opener = value.charAt(at)
    if (isOpener(opener)) {
      const { text, end } = readEnclosed(value, at, opener)
      tokens.push({ kind: KINDS[opener], text })
      at = end
    } else if (',;:'.includes(opener)) {
      tokens.push({ kind: 'separator', text: opener })
      at += 1
    } else {
      const start = at
      while (at < value.length && !'"<(,;:'.includes(value.charAt(at))) at += 1
      tokens.push({ kind: 'words', text: value.slice(start, at) })
    }
  }
  return tokens
}

const isOpener = (character: string): character is keyof typeof KINDS => character in KINDS

// Comments nest; quoted strings and comments know the backslash. What is never closed reaches to the end.
function readEnclosed(value: string, start: number, opener: keyof typeof KINDS): { text: string; end: number } {
  let text = ''
  let depth = 1
  let at = start + 1
  for (; at < value.length; at += 1) {
    const character = value.charAt(at)
    if (character === '\\' && opener !== '<') at += 1
    else if (character === CLOSERS[opener]) depth -= 1
    else if (character === '(' && opener === '(') depth += 1
    if (depth === 0) break
    text += value.charAt(at)
  }
  return { text, end: at + 1 }
}
