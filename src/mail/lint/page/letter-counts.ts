import { scriptOf } from '../../../domain/language.ts'

/** How many letters of each script a text holds, the scripts by their Unicode names. */
export type LetterCounts = Map<string, number>

const SCRIPTS = [
  'Latin', 'Han', 'Hiragana', 'Katakana', 'Hangul', 'Bopomofo', 'Arabic', 'Hebrew', 'Cyrillic', 'Greek', 'Devanagari', 'Bengali', 'Thai',
  'Tamil', 'Georgian', 'Armenian', 'Ethiopic', 'Thaana', 'Syriac', 'Nko', 'Adlam',
] // prettier-ignore

const PATTERNS = SCRIPTS.map((script) => [script, new RegExp(`\\p{Script=${script}}`, 'u')] as const)

/** The scripts of a language by the ISO 15924 code of the usual one. */
const WRITTEN_IN: Record<string, string[]> = {
  Latn: ['Latin'], Hans: ['Han', 'Bopomofo'], Hant: ['Han', 'Bopomofo'], Jpan: ['Han', 'Hiragana', 'Katakana'], Kore: ['Hangul', 'Han'],
  Arab: ['Arabic'], Hebr: ['Hebrew'], Cyrl: ['Cyrillic'], Grek: ['Greek'], Deva: ['Devanagari'], Beng: ['Bengali'], Thai: ['Thai'],
  Taml: ['Tamil'], Geor: ['Georgian'], Armn: ['Armenian'], Ethi: ['Ethiopic'], Thaa: ['Thaana'], Syrc: ['Syriac'], Nkoo: ['Nko'],
  Adlm: ['Adlam'],
} // prettier-ignore

const RIGHT_TO_LEFT = new Set(['Arabic', 'Hebrew', 'Thaana', 'Syriac', 'Nko', 'Adlam'])

export function countLetters(text: string): LetterCounts {
  const counts: LetterCounts = new Map()
  for (const letter of text) {
    const script = scriptOfLetter(letter)
    if (script !== undefined) counts.set(script, (counts.get(script) ?? 0) + 1)
  }
  return counts
}

/** The scripts that a language is written in; undefined where nobody knows. */
export const scriptsOf = (language: string): string[] | undefined => WRITTEN_IN[scriptOf(language)]

export const sumOf = (counts: LetterCounts, scripts?: string[]): number =>
  [...counts].reduce((sum, [script, count]) => (!scripts || scripts.includes(script) ? sum + count : sum), 0)

/** The script with the most letters, among those not left out. */
export function mainScript(counts: LetterCounts, except: string[] = []): string | undefined {
  const rest = [...counts].filter(([script]) => !except.includes(script))
  return rest.sort(([, one], [, other]) => other - one)[0]?.[0]
}

export const isRightToLeft = (script: string): boolean => RIGHT_TO_LEFT.has(script)

function scriptOfLetter(letter: string): string | undefined {
  if (letter <= '\u007f') return /[a-z]/i.test(letter) ? 'Latin' : undefined
  if (!/\p{L}/u.test(letter)) return undefined
  return PATTERNS.find(([, pattern]) => pattern.test(letter))?.[0]
}
