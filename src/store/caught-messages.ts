import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** A message that the built-in mail catcher took. */
export type CaughtMessage = { receivedAt: Instant; mailFrom: string; rcptTo: string; subject: string; raw: Uint8Array }

export async function insertCaught(db: Db, { receivedAt, mailFrom, rcptTo, subject, raw }: CaughtMessage): Promise<void> {
  const row = { received_at: receivedAt, mail_from: mailFrom, rcpt_to: rcptTo, subject, raw: Buffer.from(raw) }
  await db.insertInto('caught_messages').values(row).execute()
}
