import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** How far a mailbox has been worked off, and by whom at the moment. */
export type MailboxPosition = {
  uidValidity: string
  /** Every mail up to this number has been looked at. */
  through: number
  /** Those of the last batch that were nobody's: until they are moved, this is where it is known. */
  unmatched: number[]
  /** One process at a time works on it. */
  holder: string
  heldUntil: Instant
}

export async function findPosition(db: Db, mailbox: string): Promise<MailboxPosition | undefined> {
  const row = await db.selectFrom('installation').select('value').where('name', '=', nameOf(mailbox)).executeTakeFirst()
  return row && (JSON.parse(row.value) as MailboxPosition)
}

/** Puts one position in the place of another. Told false where somebody else was faster. */
export async function replacePosition(
  db: Db,
  mailbox: string,
  { from, to }: { from: MailboxPosition | undefined; to: MailboxPosition },
): Promise<boolean> {
  const name = nameOf(mailbox)
  const value = JSON.stringify(to)
  if (from === undefined) {
    const inserted = await db
      .insertInto('installation')
      .values({ name, value })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .executeTakeFirst()
    return (inserted.numInsertedOrUpdatedRows ?? 0n) > 0n
  }
  const updated = await db
    .updateTable('installation')
    .set({ value })
    .where('name', '=', name)
    .where('value', '=', JSON.stringify(from))
    .executeTakeFirst()
  return updated.numUpdatedRows > 0n
}

const nameOf = (mailbox: string): string => `mailbox ${mailbox}`
