import { saying, type Saying } from '../domain/saying.ts'
import { addressFault } from '../domain/address-fault.ts'
import { checkAddress } from '../domain/address.ts'
import { cleanText } from '../domain/clean-text.ts'
import type { Instant } from '../domain/instant.ts'
import type { Separator, TableEncoding } from '../domain/reader-import.ts'
import { SUPPRESSION_REASONS, type SuppressionReason } from '../domain/suppression.ts'
import { detectEncoding, detectSeparator } from '../intake/tables/detect-table.ts'
import { readTable, UnreadableTable, type TableRow } from '../intake/tables/read-table.ts'
import { writeDeed, type Actor } from '../store/audit.ts'
import type { Store } from '../store/dialect.ts'
import { suppressAll, type Suppressed } from '../store/suppressions.ts'
import type { Publication } from './publication.ts'

export type Imported = {
  rows: number
  added: number
  /** Suppressed already, for as strong a reason. */
  known: number
  /** The first of them; `failed` says how many there are. */
  faults: { line: number; message: Saying }[]
  failed: number
}

type Given = { bytes: Uint8Array; note: string; by: Actor }

const CHUNK = 1000
const MOST_FAULTS = 100
// A million addresses with a note each.
const MOST_BYTES = 200_000_000
const PIECE = 64 * 1024

/**
 * Suppresses the addresses of a table: a column `address` or `email`, and if there are `reason` and `note` (without, `manual` and the note
 * given). A line that is wrong is passed over and told. It only ever adds: nobody is lifted by an import.
 */
export async function importSuppressions(
  { store, publication }: { store: Store; publication: Pick<Publication, 'hashAddress'> },
  { bytes, note, by }: Given,
  now: Instant,
): Promise<Imported | { message: Saying }> {
  if (bytes.length > MOST_BYTES) return { message: saying('refusals.import-large') }
  const done: Imported = { rows: 0, added: 0, known: 0, faults: [], failed: 0 }
  let columns: Columns | undefined
  try {
    for await (const rows of readTable(onceOver(bytes), wayOf(bytes), CHUNK)) {
      columns ??= columnsOf(rows.shift())
      if (columns.address < 0) return { message: saying('refusals.import-columns') }
      const chunk = readRows(rows, columns, done).map(({ canonical, reason, note: own }): Suppressed => {
        return { ...{ canonical, reason, note: own || note, by: by.name, at: now }, hash: publication.hashAddress(canonical)[0] }
      })
      if (chunk.length === 0) continue
      const news = await store.db.transaction().execute(async (tx) => {
        await writeDeed(tx, by, { action: 'suppression.import', subject: 'suppressions', after: { addresses: chunk.length, note } }, now)
        return suppressAll(tx, chunk)
      })
      done.added += news.size
      done.known += chunk.length - news.size
    }
  } catch (error) {
    if (!(error instanceof UnreadableTable)) throw error
    const before = done.rows > 0 ? saying('refusals.import-before', { count: done.rows }) : ''
    return { message: saying('refusals.import-open', { line: error.line, before }) }
  }
  return columns ? done : { message: saying('refusals.import-empty') }
}

async function* onceOver(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += PIECE) yield bytes.subarray(start, start + PIECE)
}

function wayOf(bytes: Uint8Array): { encoding: TableEncoding; separator: Separator } {
  const sample = bytes.subarray(0, PIECE)
  const encoding = detectEncoding(sample)
  return { encoding, separator: detectSeparator(new TextDecoder(encoding).decode(sample)) }
}

/** What can be read of some rows; what cannot is counted and told. */
function readRows(rows: TableRow[], columns: Columns, done: Imported): (RowRead & { ok: true })[] {
  return rows.flatMap((row) => {
    done.rows++
    const read = readRow(row, columns)
    if (read.ok) return [read]
    done.failed++
    if (done.faults.length < MOST_FAULTS) done.faults.push({ line: row.line, message: read.message })
    return []
  })
}

type Columns = { address: number; reason: number; note: number }

function columnsOf(heading: TableRow | undefined): Columns {
  const names = heading?.cells.map((cell) => cell.toLowerCase()) ?? []
  const find = (...wanted: string[]): number => names.findIndex((name) => wanted.includes(name))
  return { address: find('address', 'email', 'e-mail'), reason: find('reason'), note: find('note') }
}

type RowRead = { ok: true; canonical: string; reason: SuppressionReason; note: string } | { ok: false; message: Saying }

function readRow({ cells }: TableRow, columns: Columns): RowRead {
  const checked = checkAddress(cells[columns.address] ?? '')
  if (!checked.ok) return { ok: false, message: saying('refusals.row-no-address', { why: addressFault(checked.reason) }) }
  const reason = cells[columns.reason] || 'manual'
  if (!isReason(reason))
    return {
      ok: false,
      message: saying('refusals.no-reason', { reason: cleanText(reason).slice(0, 40), reasons: SUPPRESSION_REASONS.join(', ') }),
    }
  return { ok: true, canonical: checked.canonical, reason, note: cleanText(cells[columns.note] ?? '').slice(0, 1000) }
}

const isReason = (text: string): text is SuppressionReason => SUPPRESSION_REASONS.some((reason) => reason === text)
