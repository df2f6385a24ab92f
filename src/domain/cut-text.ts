/**
 * Shortens clean text to at most so many code points, the `…` at its end included. It ends with a whole word, in scripts without
 * blanks too, and never inside what a reader sees as one character. Text that fits comes back as it is.
 *
 *     cutText('The vote is close, and late', 20)  →  'The vote is close…'
 */
export function cutText(text: string, maxCodePoints: number): string {
  if (text.length <= maxCodePoints || fits(text, maxCodePoints)) return text
  if (maxCodePoints < 1) return ''
  const room = endAfter(text, maxCodePoints - 1)
  const near = text.slice(0, room + CONTEXT)
  const graphemeEnd = lastStart(graphemes, near, room)
  const wordEnd = lastStart(words, near, graphemeEnd)
  // One endless word would leave almost nothing.
  const end = wordEnd > graphemeEnd / 2 && lastStart(graphemes, near, wordEnd) === wordEnd ? wordEnd : graphemeEnd
  return text.slice(0, end).replace(LOOSE_END, '') + '…'
}

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' })
const words = new Intl.Segmenter('und', { granularity: 'word' })

/** How far behind the cut the dictionaries need to look; a megabyte is not walked through for one line. */
const CONTEXT = 100

/** What looks torn off before an ellipsis: blanks, opening brackets and quotes, dashes, commas and stops. */
const LOOSE_END = /[\s\p{Ps}\p{Pi}\p{Pd}.,;:…、。，．；：·]+$/u

const fits = (text: string, maxCodePoints: number): boolean => endAfter(text, maxCodePoints) >= text.length

/** The index behind so many code points, or the length of the text. */
function endAfter(text: string, codePoints: number): number {
  let end = 0
  for (let count = 0; count < codePoints && end < text.length; count++) end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1
  return end
}

/** The start of the segment that a cut at `limit` would fall into, so that everything before it is whole. */
const lastStart = (segmenter: Intl.Segmenter, text: string, limit: number): number =>
  segmenter.segment(text).containing(limit)?.index ?? limit
