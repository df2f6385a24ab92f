import { saying, type Saying } from '../../../domain/saying.ts'
import { withoutUrls } from '../message/text-urls.ts'
import { countLetters, isRightToLeft, mainScript, scriptsOf, sumOf, type LetterCounts } from './letter-counts.ts'
import { squash } from './squash.ts'
import type { Element } from './element.ts'
import { oneLine, type Page, type TextRun } from './read-page.ts'

/** A stretch of text in one block, under one lang and one dir, that contradicts them. */
export type ForeignBlock = { element: Element; text: string; complaint: Saying }

type Stretch = { element: Element; text: string }

// Names and brands are written in Latin letters everywhere: only a sentence of them is another language.
const LATIN_SENTENCE = 10
const LATIN_HEADING = 5
const OTHER_LETTERS = 2

/** Text whose script is not that of its language, or whose direction is not that of its letters (HTML lang and dir; W3C i18n). */
export function findForeignBlocks(page: Page, postalAddress = ''): ForeignBlock[] {
  const address = squash(postalAddress)
  return stretchesOf(page).flatMap(({ element, text }) => {
    const { language, direction } = element.appearance
    const squashed = squash(text)
    if (squashed === '' || (address !== '' && (address.includes(squashed) || squashed.includes(address)))) return []
    const counts = countLetters(withoutAddresses(text))
    const complaints = [scriptComplaint(counts, { language, text, element }), directionComplaint(counts, { direction, text, element })]
    return complaints.filter((complaint) => complaint !== undefined).map((complaint) => ({ element, text, complaint }))
  })
}

const withoutAddresses = (text: string): string =>
  withoutUrls(text)
    .split(' ')
    .filter((word) => !word.includes('@'))
    .join(' ')

function stretchesOf(page: Page): Stretch[] {
  const shown = page.runs.filter(({ within: { appearance } }) => !appearance.isIsolated && !appearance.isHidden)
  const groups = Map.groupBy(shown, ({ within }) => within.appearance.block)
  return [...groups.values()].flatMap((runs) => [...Map.groupBy(runs, wordingOf).values()].map(joinRuns))
}

const wordingOf = ({ within: { appearance } }: TextRun): string => `${appearance.language ?? ''}|${appearance.direction ?? ''}`

function joinRuns(runs: TextRun[]): Stretch {
  const [first] = runs
  if (!first) throw new Error('A group of text runs cannot be empty')
  return { element: first.within, text: oneLine(runs.map(({ text }) => text).join('')) }
}

function scriptComplaint(
  counts: LetterCounts,
  { language, text, element }: { language: string | undefined; text: string; element: Element },
): Saying | undefined {
  const own = scriptsOf(language ?? '')
  if (!own) return undefined
  const foreign = mainScript(counts, own)
  if (foreign === undefined || !isMuch(foreign, counts, { text, element }) || sumOf(counts) <= 2 * sumOf(counts, own)) return undefined
  return saying('lint.foreign-letters', { letters: foreign, language: language ?? '' })
}

function directionComplaint(
  counts: LetterCounts,
  { direction, text, element }: { direction: string | undefined; text: string; element: Element },
): Saying | undefined {
  const main = mainScript(counts)
  if (main === undefined || sumOf(counts) > 2 * (counts.get(main) ?? 0) || !isMuch(main, counts, { text, element })) return undefined
  if (isRightToLeft(main) && direction !== 'rtl') return saying('lint.foreign-not-rtl')
  if (!isRightToLeft(main) && direction === 'rtl') return saying('lint.foreign-not-ltr')
  return undefined
}

function isMuch(script: string, counts: LetterCounts, { text, element }: Stretch): boolean {
  if (script !== 'Latin') return (counts.get(script) ?? 0) >= OTHER_LETTERS
  const words = text.match(/\p{Script=Latin}{2,}/gu)?.length ?? 0
  return words >= (element.appearance.heading ? LATIN_HEADING : LATIN_SENTENCE)
}
