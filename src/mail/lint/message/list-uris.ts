import { readHeaderTokens } from './header-tokens.ts'

/** The addresses of a List field, in their order; undefined when something other than `<…>`, commas and comments stands there (RFC 2369 §2). */
export function readListUris(value: string): string[] | undefined {
  const tokens = readHeaderTokens(value).filter(({ kind }) => kind !== 'comment')
  const isClean = tokens.every(({ kind, text }) => kind === 'angled' || (kind === 'words' && text.trim() === '') || text === ',')
  return isClean ? tokens.filter(({ kind }) => kind === 'angled').map(({ text }) => text.replace(/\s+/g, '')) : undefined
}
