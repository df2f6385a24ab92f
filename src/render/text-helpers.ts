import { textWidth } from '../domain/text-width.ts'
import { wrapText } from '../domain/wrap-text.ts'
import type { Helpers } from './compile-template.ts'

/** Columns of a line of the text part; half as many ideographs. */
const TEXT_WIDTH = 72

/** Columns of a drawn line at most: a phone shows about forty and would break a longer one in two. */
const LINE_WIDTH = 36

/** What the text templates may call. */
export const TEXT_HELPERS: Helpers = {
  /** Breaks text into lines; shorter ones where a gap in the text will still grow. Without a width, Handlebars hands over its own options. */
  wrap: (text: string, width: unknown) => wrapText(text, typeof width === 'number' ? width : TEXT_WIDTH),
  /** A list item: a mark before its first line, the others set in below its text. */
  item: (text: string) => wrapText(`• ${text}`, TEXT_WIDTH, '  '),
  /** A heading over a line of the given character, as wide as the heading, but not too wide for a phone. */
  underlined: (text: string, character: string) => {
    const lines = wrapText(text, TEXT_WIDTH)
    return `${lines}\n${character.repeat(Math.min(LINE_WIDTH, Math.max(...lines.split('\n').map(textWidth))))}`
  },
  /** A line across the page. */
  across: (character: string) => character.repeat(LINE_WIDTH),
}
