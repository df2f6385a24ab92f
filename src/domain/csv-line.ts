/**
 * Cells as one line of CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe in front, which it shows as
 * nothing: `=cmd|…` in a note must not run on the desk of whoever opens the file. `plainCell` takes the apostrophe away again.
 */
export const csvLine = (cells: (string | number | null)[]): string => cells.map((cell) => cellOf(String(cell ?? ''))).join(',')

// The full-width forms are taken for the plain ones by some spreadsheets.
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/

function cellOf(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text
  return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A cell as it was meant: without blanks around it, and without the apostrophe that keeps a formula from running. */
export const plainCell = (cell: string): string => cell.trim().replace(/^'(?='*[=+\-@\t\r＝＋－＠])/, '')
