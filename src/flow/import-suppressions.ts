import { addressFaultText } from '../domain/address-fault.ts'
import { checkAddress } from '../domain/address.ts'
import { cleanText } from '../domain/clean-text.ts'
import type { Instant } from '../domain/instant.ts'
import { readCsv, type CsvRow } from '../domain/read-csv.ts'
import { SUPPRESSION_REASONS, type SuppressionReason } from '../domain/suppression.ts'
import { decodeTable } from '../intake/decode-table.ts'
import type { Store } from '../store/dialect.ts'
import { suppressAll, type Suppressed } from '../store/suppressions.ts'
import type { Publication } from './publication.ts'

export type Imported = {
  rows: number
  added: number
  /** Suppressed already, for as strong a reason. */
  known: number
  /** The first of them; `failed` says how many there are. */
  faults: { line: number; message: string }[]
  failed: number
}

type Given = { bytes: Uint8Array; note: string; by: string }

const CHUNK = 1000
const MOST_FAULTS = 100

/**
 * Suppresses the addresses of a table: a column `address` or `email`, and if there are `reason` and `note` (without, `manual` and the note
 * given). A line that is wrong is passed over and told. It only ever adds: nobody is lifted by an import.
 */
export async function importSuppressions(
  { store, publication }: { store: Store; publication: Pick<Publication, 'hashAddress'> },
  { bytes, note, by }: Given,
  now: Instant,
): Promise<Imported | { message: string }> {
  const text = decodeTable(bytes)
  if (text === undefined) return { message: 'It is no text, or larger than 200 MB. Save the table as CSV in UTF-8, or split it.' }
  const rows = readCsv(text)
  const columns = columnsOf(rows.next().value as CsvRow | undefined)
  if (columns.address < 0) return { message: 'Its first line must name the columns, and one of them "address" or "email".' }
  const done: Imported = { rows: 0, added: 0, known: 0, faults: [], failed: 0 }
  let chunk: Suppressed[] = []
  const write = async (): Promise<void> => {
    const news = await store.db.transaction().execute((tx) => suppressAll(tx, chunk))
    done.added += news.size
    done.known += chunk.length - news.size
    chunk = []
  }
  for (const row of rows) {
    done.rows++
    const read = readRow(row, columns)
    if (!read.ok) {
      done.failed++
      if (done.faults.length < MOST_FAULTS) done.faults.push({ line: row.line, message: read.message })
      continue
    }
    const { canonical, reason } = read
    chunk.push({ canonical, hash: publication.hashAddress(canonical)[0], reason, note: read.note || note, by, at: now })
    if (chunk.length >= CHUNK) await write()
  }
  if (chunk.length > 0) await write()
  return done
}

type Columns = { address: number; reason: number; note: number }

function columnsOf(heading: CsvRow | undefined): Columns {
  const names = heading?.cells.map((cell) => cell.toLowerCase()) ?? []
  const find = (...wanted: string[]): number => names.findIndex((name) => wanted.includes(name))
  return { address: find('address', 'email', 'e-mail'), reason: find('reason'), note: find('note') }
}

type RowRead = { ok: true; canonical: string; reason: SuppressionReason; note: string } | { ok: false; message: string }

function readRow({ cells }: CsvRow, columns: Columns): RowRead {
  const checked = checkAddress(cells[columns.address] ?? '')
  if (!checked.ok) return { ok: false, message: `no address: ${addressFaultText(checked.reason)}` }
  const reason = cells[columns.reason] || 'manual'
  if (!isReason(reason))
    return { ok: false, message: `"${cleanText(reason).slice(0, 40)}" is no reason; write ${SUPPRESSION_REASONS.join(', ')}` }
  return { ok: true, canonical: checked.canonical, reason, note: cleanText(cells[columns.note] ?? '').slice(0, 1000) }
}

const isReason = (text: string): text is SuppressionReason => SUPPRESSION_REASONS.some((reason) => reason === text)
