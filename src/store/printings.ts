import type { Instant } from '../domain/instant.ts'
import type { Positions } from '../domain/positions.ts'
import type { Db } from './dialect.ts'
import type { PrintingRef } from './parts.ts'

/** The parts of an issue that were frozen together, with what is different from the printing before. */
export type Printing = PrintingRef & {
  partsHash: string
  frozenAt: Instant
  frozenBy: string
  /** Stories that were worded anew. */
  changed: Positions
  /** Whether its subject or introduction changed, which concerns every reader. */
  hasNewWords: boolean
}

export async function insertPrinting(
  tx: Db,
  { changed = { low: 0, high: 0 }, hasNewWords = false, ...printing }: Omit<Printing, 'changed' | 'hasNewWords'> & Partial<Printing>,
): Promise<void> {
  await tx
    .insertInto('issue_printings')
    .values({
      ...{ issue_id: printing.issueId, printing: printing.printing, parts_hash: printing.partsHash },
      ...{ frozen_at: printing.frozenAt, frozen_by: printing.frozenBy, ...changed, words_changed: hasNewWords ? 1 : 0 },
    })
    .execute()
}

export async function findPrinting(db: Db, of: PrintingRef): Promise<Printing | undefined> {
  return (await listPrintings(db, of.issueId)).find(({ printing }) => printing === of.printing)
}

/** All printings of an issue, the first one first. */
export async function listPrintings(db: Db, issueId: number): Promise<Printing[]> {
  const rows = await db.selectFrom('issue_printings').selectAll().where('issue_id', '=', issueId).orderBy('printing').execute()
  return rows.map((row) => ({
    ...{ issueId, printing: row.printing, partsHash: row.parts_hash, frozenAt: row.frozen_at, frozenBy: row.frozen_by },
    changed: { low: row.low, high: row.high },
    hasNewWords: row.words_changed === 1,
  }))
}
