import type { Token } from 'markdown-it'
import { cleanText } from '../../domain/clean-text.ts'
import { joinLines } from '../join-lines.ts'

/** What an inline token says without its marks: the words of a link, the description of a picture. Empty for no token. */
export function plainText(inline: Token | undefined): string {
  const lines = ['']
  for (const token of inline?.children ?? []) {
    if (token.type === 'softbreak' || token.type === 'hardbreak') lines.push('')
    else lines.push((lines.pop() ?? '') + token.content)
  }
  return joinLines(lines.map(cleanText))
}

/** Whether an inline token is a link, and nothing else. */
export function isOnlyLink(inline: Token): boolean {
  let inside = 0
  let links = 0
  for (const { type, content } of inline.children ?? []) {
    if (type === 'link_open') links++
    if (type === 'link_open') inside++
    else if (type === 'link_close') inside--
    else if (inside === 0 && content.trim() !== '') return false
  }
  return links > 0
}
