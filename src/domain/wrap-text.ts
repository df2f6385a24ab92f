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

/** A line that is being filled. Its width and its last break are carried along: a line that nothing can break may grow very long. */
type Line = { pieces: Piece[]; width: number; lastBreak: number }

function fillLines(pieces: Iterable<Piece>, lines: string[], room: () => number): void {
  let line = lineOf([])
  for (const piece of pieces) {
    for (let end = endBefore(line, piece, room()); end !== undefined; end = endBefore(line, piece, room())) {
      lines.push(textOf(line.pieces.slice(0, end)))
      line = lineOf(line.pieces.slice(end))
    }
    add(line, piece)
  }
  lines.push(textOf(line.pieces))
}

function lineOf(pieces: Piece[]): Line {
  const line: Line = { pieces: [], width: 0, lastBreak: 0 }
  for (const piece of pieces) add(line, piece)
  return line
}

function add(line: Line, piece: Piece): void {
  const place = line.pieces.push(piece) - 1
  line.width += piece.width + (place > 0 ? piece.blanks.length : 0)
  if (piece.mayBreak) line.lastBreak = place
}

/** How many pieces of a line go before a break when another piece comes; undefined when it still fits, or nothing helps. */
function endBefore({ pieces, width, lastBreak }: Line, next: Piece, room: number): number | undefined {
  if (pieces.length === 0 || width + next.blanks.length + next.width <= room) return undefined
  if (next.mayBreak) return pieces.length
  if (lastBreak > 0) return lastBreak
  // A comma behind a long address hangs over with it.
  return next.isUrl || (width > room && pieces.slice(-3).some((piece) => piece.isUrl)) ? undefined : pieces.length
}

const textOf = (line: Piece[]): string => line.map((piece, index) => (index > 0 ? piece.blanks : '') + piece.text).join('')
