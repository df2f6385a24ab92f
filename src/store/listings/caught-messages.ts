import type { Instant } from '../../domain/instant.ts'
import type { Db } from '../dialect.ts'
import { contains } from './contains.ts'

/** A line of the inbox. */
export type CaughtLine = { id: number; receivedAt: Instant; rcptTo: string; subject: string }

export type CaughtPage = { messages: CaughtLine[]; total: number; hasOlder: boolean }

/** The messages that the built-in catcher holds, the newest first; `search` looks at addresses and subjects. */
export async function listCaught(
  db: Db,
  { search, before, limit }: { search: string; before?: number; limit: number },
): Promise<CaughtPage> {
  const found = db.selectFrom('caught_messages').where(contains(['rcpt_to', 'subject'], search))
  const { total } = await found.select((all) => all.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await found
    .select(['id', 'received_at', 'rcpt_to', 'subject'])
    .$if(before !== undefined, (query) => query.where('id', '<', before ?? 0))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const messages = rows
    .slice(0, limit)
    .map((row) => ({ id: row.id, receivedAt: row.received_at, rcptTo: row.rcpt_to, subject: row.subject }))
  return { messages, total, hasOlder: rows.length > limit }
}

export type CaughtWhole = CaughtLine & { mailFrom: string; raw: Uint8Array }

export async function findCaught(db: Db, id: number): Promise<CaughtWhole | undefined> {
  const row = await db.selectFrom('caught_messages').selectAll().where('id', '=', id).executeTakeFirst()
  return (
    row && { id: row.id, receivedAt: row.received_at, mailFrom: row.mail_from, rcptTo: row.rcpt_to, subject: row.subject, raw: row.raw }
  )
}
