import { checkAddress } from './address.ts'
import { searchTerms, wordsOf, type SearchTerm } from './search-words.ts'

/**
 * The words by which a reader is found at the desk: the pieces of the address before the `@` and the words of the name, folded as all
 * searches are. The domain is no word: half of all readers share the same few.
 *
 *     aiko.tanaka@tokyo.example, 田中 愛子  →  aiko tanaka 田中 中 愛子 子
 */
export const readerWords = ({ canonical, name }: { canonical: string; name: string }): string =>
  wordsOf(`${canonical.slice(0, canonical.lastIndexOf('@'))} ${name}`).join(' ')

/** What somebody looks for: words, how the domain begins, and the address where it is a whole one. */
export type ReaderSearch = { terms: SearchTerm[]; domain: string; canonical: string | undefined }

/** `rosa @post` is a word and the beginning of a domain; undefined where nothing in it can be looked for. */
export function readSearch(search: string): ReaderSearch | undefined {
  const [, before = '', domain = '', after = ''] = /^([^@]*)@?([^\s@]*)(.*)$/su.exec(search) ?? []
  const terms = searchTerms(`${before} ${after}`)
  if (terms.length === 0 && domain === '') return undefined
  const checked = checkAddress(search.trim())
  return { terms, domain: domain.toLowerCase(), canonical: checked.ok ? checked.canonical : undefined }
}
