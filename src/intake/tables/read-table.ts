import { Readable } from 'node:stream'
import { CsvError, parse, type Options } from 'csv-parse'
import { parse as parseAtOnce } from 'csv-parse/sync'
import { plainCell } from '../../domain/csv-line.ts'
import type { Separator, TableEncoding } from '../../domain/reader-import.ts'

/** A row, and the line on which it ends. */
export type TableRow = { line: number; cells: string[] }

/** A table that cannot be read on, from that line. */
export class UnreadableTable extends Error {
  readonly line: number

  constructor(line: number) {
    super(`a quote or a line has no end near line ${line}`)
    this.line = line
  }
}

type Way = { encoding: TableEncoding; separator: Separator }

/** A row with more text than this is no row: a quote was opened that nobody closed. */
const LONGEST_ROW = 100_000

const optionsFor = ({ separator }: Way): Options => ({
  delimiter: separator,
  // One table may have been put together from several.
  record_delimiter: ['\r\n', '\n', '\r'],
  info: true,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
  max_record_size: LONGEST_ROW,
})

type Parsed = { info: { lines: number }; record: string[] }

const rowOf = ({ info, record }: Parsed): TableRow => ({ line: info.lines, cells: record.map(plainCell) })
const isBlank = ({ record }: Parsed): boolean => record.every((cell) => cell.trim() === '')

/** The rows of a table, so many at once, as its bytes come in: never more of it is held than that. Throws `UnreadableTable`. */
export async function* readTable(bytes: AsyncIterable<Uint8Array>, way: Way, atOnce: number): AsyncGenerator<TableRow[]> {
  const parser = Readable.from(decoded(bytes, way.encoding)).compose(parse(optionsFor(way)))
  let rows: TableRow[] = []
  try {
    for await (const parsed of parser as AsyncIterable<Parsed>) {
      if (isBlank(parsed)) continue
      rows.push(rowOf(parsed))
      if (rows.length < atOnce) continue
      yield rows
      rows = []
    }
  } catch (error) {
    if (error instanceof CsvError) throw new UnreadableTable(Number(error['lines']) || 0)
    throw error
  }
  if (rows.length > 0) yield rows
}

/** What is no text in that encoding becomes U+FFFD, which no address holds. */
async function* decoded(bytes: AsyncIterable<Uint8Array>, encoding: TableEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding)
  for await (const some of bytes) yield decoder.decode(some, { stream: true })
  yield decoder.decode()
}

/** The first rows of a table, from its first bytes. */
export function previewTable(sample: Uint8Array, way: Way, count: number): TableRow[] {
  const text = new TextDecoder(way.encoding).decode(sample)
  try {
    return (parseAtOnce(text, { ...optionsFor(way), to: count }) as unknown as Parsed[]).map(rowOf)
  } catch {
    // The sample may end within quotes: then its lines are shown as they stand.
    return text.split(/\r\n|\r|\n/, count).map((line, index) => ({ line: index + 1, cells: line.split(way.separator).map(plainCell) }))
  }
}
