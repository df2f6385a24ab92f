import type { Instant } from '../domain/instant.ts'
import { readerWords } from '../domain/reader-words.ts'
import type { Db } from './dialect.ts'
import type { Row } from './tables.ts'

export async function findSubscriber(db: Db, canonical: string): Promise<Row<'subscribers'> | undefined> {
  return db.selectFrom('subscribers').selectAll().where('canonical', '=', canonical).executeTakeFirst()
}

export async function findCanonical(db: Db, id: number): Promise<string | undefined> {
  return (await db.selectFrom('subscribers').select('canonical').where('id', '=', id).executeTakeFirst())?.canonical
}

export async function getSubscriber(db: Db, id: number): Promise<Row<'subscribers'>> {
  return db.selectFrom('subscribers').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

/** Those of the ids that are still there. */
export async function listKnown(db: Db, ids: number[]): Promise<Set<number>> {
  if (ids.length === 0) return new Set()
  const rows = await db.selectFrom('subscribers').select('id').where('id', 'in', ids).execute()
  return new Set(rows.map((row) => row.id))
}

/** The subscriber with this canonical address, made when there is none; a known one keeps the spelling it came with. */
export async function ensureSubscriber(tx: Db, who: { address: string; canonical: string; name: string }, now: Instant): Promise<number> {
  await tx
    .insertInto('subscribers')
    .values({ ...who, created_at: now, confirmed_at: now, words: readerWords(who) })
    .onConflict((conflict) => conflict.column('canonical').doNothing())
    .execute()
  const row = await tx.selectFrom('subscribers').select('id').where('canonical', '=', who.canonical).executeTakeFirstOrThrow()
  return row.id
}

/** Writes down that this person has said anew that our mail is wanted: reports from before that count no more. */
export async function confirmSubscriber(tx: Db, id: number, now: Instant): Promise<void> {
  await tx.updateTable('subscribers').set({ confirmed_at: now }).where('id', '=', id).execute()
}

/** Gives a subscriber another address, which that mailbox has confirmed. */
export async function moveSubscriber(tx: Db, id: number, to: { address: string; canonical: string }, now: Instant): Promise<void> {
  const { address, canonical } = to
  await tx.updateTable('subscribers').set({ address, canonical, confirmed_at: now }).where('id', '=', id).execute()
  await writeWords(tx, id)
}

export async function renameSubscriber(tx: Db, id: number, name: string): Promise<void> {
  await tx.updateTable('subscribers').set({ name }).where('id', '=', id).execute()
  await writeWords(tx, id)
}

async function writeWords(tx: Db, id: number): Promise<void> {
  const reader = await getSubscriber(tx, id)
  await tx
    .updateTable('subscribers')
    .set({ words: readerWords(reader) })
    .where('id', '=', id)
    .execute()
}
