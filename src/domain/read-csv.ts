import { plainCell } from './csv-line.ts'

/** One row, and the number of the line on which it began. */
export type CsvRow = { line: number; cells: string[] }

/**
 * The rows of a table as spreadsheets write it: commas, semicolons or tabs between the cells (whichever stands in the first line), quotes
 * around those that need it, any kind of newline (RFC 4180 and what became of it). Never fails: a quote that is not closed ends with the file.
 * Empty lines are left out, an apostrophe before a formula (csv-line.ts) is taken away.
 */
export function* readCsv(text: string): Generator<CsvRow> {
  const separator = separatorOf(text)
  const special = new RegExp(`[${separator}"\\r\\n]`, 'g')
  let cells: string[] = []
  let cell = ''
  let line = 1
  let startLine = 1
  let at = 0
  const row = (): CsvRow | undefined => {
    cells.push(plainCell(cell))
    const done = { line: startLine, cells }
    cells = []
    cell = ''
    return done.cells.every((each) => each.trim() === '') ? undefined : done
  }
  while (at < text.length) {
    special.lastIndex = at
    const next = special.exec(text)?.index ?? text.length
    cell += text.slice(at, next)
    at = next + 1
    const character = text[next]
    if (character === separator) {
      cells.push(plainCell(cell))
      cell = ''
    } else if (character === '"' && cell.trim() !== '') {
      cell += character
    } else if (character === '"') {
      const end = endOfQuoted(text, at)
      const quoted = text.slice(at, end)
      cell += quoted.replaceAll('""', '"')
      line += quoted.match(/\r\n|\r|\n/g)?.length ?? 0
      at = end + 1
    } else if (character !== undefined) {
      if (character === '\r' && text[at] === '\n') at++
      const done = row()
      line++
      startLine = line
      if (done) yield done
    }
  }
  const last = row()
  if (last) yield last
}

function separatorOf(text: string): string {
  const first = /^[^\r\n]*/.exec(text)?.[0] ?? ''
  const counts = [',', ';', '\t'].map((each) => ({ each, count: first.split(each).length }))
  return counts.toSorted((a, b) => b.count - a.count)[0]?.each ?? ','
}

/** Where the quote ends that began before `at`; two in a row are one in the text. */
function endOfQuoted(text: string, at: number): number {
  for (let end = text.indexOf('"', at); end >= 0; end = text.indexOf('"', end + 2)) if (text[end + 1] !== '"') return end
  return text.length
}
