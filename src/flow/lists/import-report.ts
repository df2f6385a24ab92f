import { csvLine } from '../../domain/csv-line.ts'
import type { Verdict } from '../../domain/reader-import.ts'
import { previewTable, readTable, type TableRow } from '../../intake/tables/read-table.ts'
import type { Store } from '../../store/dialect.ts'
import { findBlock, findImport, findVerdicts, readBlocks, type KeptImport } from '../../store/lists/imports.ts'
import { BATCH } from './work-off-import.ts'

/** A line for each row: where it stands in the file, whose it is, and what it came to, or would. A batch of rows is held at a time. */
export async function* importReport({ db }: Store, of: KeptImport, say: (verdict: Verdict) => string): AsyncGenerator<string> {
  yield `${csvLine(['line', 'address', 'verdict', 'what'])}\r\n`
  const column = of.plan.columns.indexOf('address')
  let number = 0
  for await (const rows of readTable(readBlocks(db, of.id), of.plan, BATCH)) {
    const shown = number === 0 && of.plan.hasHeading ? rows.slice(1) : rows
    const verdicts = await findVerdicts(db, of.id, number++)
    if (verdicts.length === 0) return
    yield shown.map((row, index) => lineOf(row, column, verdicts[index], say)).join('')
  }
}

function lineOf({ line, cells }: TableRow, column: number, verdict: Verdict | undefined, say: (verdict: Verdict) => string): string {
  return verdict === undefined ? '' : `${csvLine([line, cells[column] ?? '', verdict, say(verdict)])}\r\n`
}

const PREVIEWED = 6

/** The first rows of the file, read as the plan says; none when the file has been forgotten. */
export async function importPreview({ db }: Store, id: number): Promise<string[][]> {
  const [found, sample] = [await findImport(db, id), await findBlock(db, id, 0)]
  return found && sample ? previewTable(sample, found.plan, PREVIEWED).map(({ cells }) => cells) : []
}
