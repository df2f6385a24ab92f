import { breakPieces, type Piece } from './break-pieces.ts'
import { textWidth } from './text-width.ts'

/**
 * Breaks text into lines of at most `width` columns, joined by `\n`. Line breaks of the text stay; blanks at a new break go. A word
 * longer than a line is broken where it must be, but never inside what a reader sees as one character, and an address such as
 * `https://…` is left whole, whatever its length. Where lines may end, break-pieces.ts says.
 * `indent` stands before every line but the first, so that the lines of a list item hang below its text.
 */
export function wrapText(text: string, width: number, indent = ''): string {
  const lines: string[] = []
  const room = (): number => (lines.length === 0 ? width : width - textWidth(indent))
  for (const source of text.split('\n')) fillLines(breakPieces(source), lines, room)
  return lines.map((line, index) => (index > 0 && line !== '' ? indent + line : line)).join('\n')
}

function fillLines(pieces: Iterable<Piece>, lines: string[], room: () => number): void {
  let line: Piece[] = []
  for (const piece of pieces) {
    for (let end = endBefore(line, piece, room()); end !== undefined; end = endBefore(line, piece, room())) {
      lines.push(textOf(line.slice(0, end)))
      line = line.slice(end)
    }
    line.push(piece)
  }
  lines.push(textOf(line))
}

/** How many pieces of a line go before a break when another piece comes; undefined when it still fits, or nothing helps. */
function endBefore(line: Piece[], next: Piece, room: number): number | undefined {
  const used = widthOf(line)
  if (line.length === 0 || used + next.blanks.length + next.width <= room) return undefined
  if (next.mayBreak) return line.length
  const end = line.findLastIndex((piece, index) => index > 0 && piece.mayBreak)
  if (end > 0) return end
  // A comma behind a long address hangs over with it.
  return next.isUrl || (used > room && line.slice(-3).some((piece) => piece.isUrl)) ? undefined : line.length
}

const widthOf = (line: Piece[]): number =>
  line.reduce((width, piece, index) => width + piece.width + (index > 0 ? piece.blanks.length : 0), 0)

const textOf = (line: Piece[]): string => line.map((piece, index) => (index > 0 ? piece.blanks : '') + piece.text).join('')
