/** A word that a search asks for; a prefix stands for every word that begins with it. */
export type SearchTerm = { text: string; isPrefix: boolean }

/** Goes up whenever the rule below changes, so that what was indexed by an older one is indexed anew. */
export const SEARCH_RULE = 1

const MOST_WORDS = 20_000
const LONGEST_WORD = 40
const MOST_TERMS = 10
/** From so many letters on, a word in a search also finds its longer forms: `election` finds `elections`. */
const SHORTEST_STEM = 4

/**
 * The words by which a text is found, each once: letters and digits only, in lower case and without accents, so that both databases need
 * nothing but equality. `Häuser in 北京市` gives `hauser`, `haeuser`, `in`, `北京`, `京市`, `市`.
 *
 * Where a script puts no blanks between words, two neighbours make one: most Chinese words have two characters. Arabic words lose their
 * article, German umlauts are found in both spellings.
 */
export function wordsOf(text: string): string[] {
  const words = new Set<string>()
  for (const piece of text.matchAll(WORD)) {
    if (words.size >= MOST_WORDS) break
    for (const run of runsOf(fold(piece[0])))
      for (const word of isUnspaced(run) ? pairsOf(run) : [cut(withoutArticle(run))]) words.add(word)
    if (/[äöü]/i.test(piece[0])) words.add(cut(fold(spellOut(piece[0]))))
  }
  return [...words].slice(0, MOST_WORDS)
}

/** What a text must hold to be found; none where the search holds no word at all. The last word may still be growing. */
export function searchTerms(search: string): SearchTerm[] {
  const runs = [...search.matchAll(WORD)].flatMap(([piece]) => runsOf(fold(piece)))
  const terms = runs.flatMap((run, index): SearchTerm[] => {
    if (!isUnspaced(run)) {
      const text = cut(withoutArticle(run))
      return [{ text, isPrefix: index === runs.length - 1 || text.length >= SHORTEST_STEM }]
    }
    const characters = [...run]
    return characters.length === 1
      ? [{ text: run, isPrefix: true }]
      : pairsOf(run)
          .slice(0, -1)
          .map((text) => ({ text, isPrefix: false }))
  })
  return terms.slice(0, MOST_TERMS)
}

const WORD = /[\p{L}\p{M}\p{N}]+/gu
const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'
const RUN = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, 'gu')
const isUnspaced = (run: string): boolean => new RegExp(`^[${UNSPACED}]`, 'u').test(run)

const runsOf = (word: string): string[] => word.match(RUN) ?? []

/** `北京市` → `北京`, `京市`, and the last character, so that a search for it alone finds it. */
function pairsOf(run: string): string[] {
  const characters = [...run]
  return characters.map((character, index) => character + (characters[index + 1] ?? ''))
}

// Letters that Unicode does not take apart; Persian and Urdu write two letters of Arabic with signs of their own.
const LETTERS: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ł: 'l', ı: 'i', ى: 'ي', ة: 'ه', ی: 'ي', ک: 'ك', ـ: '' }
const LETTER = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'gu')

function fold(word: string): string {
  const bare = word
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{Mn}+/gu, '')
  return bare.normalize('NFC').replaceAll(LETTER, (letter) => LETTERS[letter] ?? letter)
}

const spellOut = (word: string): string =>
  word.toLowerCase().replaceAll(/[äöü]/g, (letter) => ({ ä: 'ae', ö: 'oe', ü: 'ue' })[letter] ?? '')

const withoutArticle = (word: string): string => word.replace(/^(?:[وبكف]?ال|لل)(?=\p{Script=Arabic}{3})/u, '')

const cut = (word: string): string => [...word].slice(0, LONGEST_WORD).join('')

/** Where what a search asks for stands in a text, for showing it: from the first to behind the last character. */
export function hitsIn(text: string, search: string): { start: number; end: number }[] {
  const runs = [...search.matchAll(WORD)].flatMap(([piece]) => runsOf(fold(piece)))
  const terms = searchTerms(search).filter(({ text: term }) => !isUnspaced(term))
  return [...text.matchAll(WORD)].flatMap((piece) =>
    [...piece[0].matchAll(RUN)].flatMap((part) => {
      const start = piece.index + part.index
      const [run] = part
      if (isUnspaced(run))
        return unspacedHits(run, runs.filter(isUnspaced)).map((hit) => ({ start: start + hit.start, end: start + hit.end }))
      const words = wordsOf(run)
      const isHit = terms.some((term) => words.some((word) => (term.isPrefix ? word.startsWith(term.text) : word === term.text)))
      return isHit ? [{ start, end: start + run.length }] : []
    }),
  )
}

function unspacedHits(run: string, wanted: string[]): { start: number; end: number }[] {
  const found = wanted.flatMap((word) => {
    const start = run.indexOf(word)
    return start < 0 ? [] : [{ start, end: start + word.length }]
  })
  return found.toSorted((a, b) => a.start - b.start).filter((hit, index, all) => index === 0 || hit.start >= (all[index - 1]?.end ?? 0))
}
