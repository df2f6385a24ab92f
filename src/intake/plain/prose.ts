import { textWidth } from '../../domain/text-width.ts'

/**
 * Whether a line is running text rather than a title. Titles may end in a question mark or in "the U.S.", hardly ever in the full stop of a
 * script that uses it for nothing else.
 */
export function isProse(text: string): boolean {
  const width = widthOf(text)
  return width >= LONGER_THAN_TITLES || isSurelyProse(text) || (width >= 60 && LIKELY_STOP.test(text.slice(-8)))
}

export function isSurelyProse(text: string): boolean {
  const width = widthOf(text)
  const end = text.slice(-8)
  return (width >= 20 && CERTAIN_STOP.test(end)) || (width >= LONGER_THAN_TITLES && (LIKELY_STOP.test(end) || QUESTION.test(end)))
}

/** Whether what stands in the place of a heading is too long to be one. Here a full stop proves little: "Rivalry in the U.S." */
export function isTooLongForHeading(text: string): boolean {
  const width = widthOf(text)
  const ends = CERTAIN_STOP.test(text.slice(-8)) || LIKELY_STOP.test(text.slice(-8))
  return width >= 240 || (width >= 120 && ends)
}

/** Whether a line ends as sentences do, or in the colon that announces a list. */
export const endsASentence = (text: string): boolean =>
  [CERTAIN_STOP, LIKELY_STOP, QUESTION, COLON].some((stop) => stop.test(text.slice(-8)))

export const endsInColon = (text: string): boolean => COLON.test(text.slice(-8))

// No threshold here is beyond the first thousand characters, and a line may have a million.
const widthOf = (text: string): number => textWidth(text.slice(0, 1000))

const LONGER_THAN_TITLES = 200

const CERTAIN_STOP = /[。．۔।॥։።][\p{Pe}\p{Pf}"']*$/u
const LIKELY_STOP = /[.…][\p{Pe}\p{Pf}"']*$/u
const QUESTION = /[?!？！؟][\p{Pe}\p{Pf}"']*$/u
const COLON = /[:：︰﹕]$/u
