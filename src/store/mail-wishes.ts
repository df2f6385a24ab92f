import type { MailWishes } from '../domain/choice.ts'
import type { Db } from './dialect.ts'

/** Writes down what a reader wishes of all mails together; what is left out stays as it is. */
export async function saveMailWishes(tx: Db, subscriberId: number, { mailsADay, joins }: Partial<MailWishes>): Promise<void> {
  const set = {
    ...(mailsADay !== undefined && { mails_a_day: mailsADay }),
    ...(joins !== undefined && { joins: joins === null ? null : Number(joins) }),
  }
  if (Object.keys(set).length > 0) await tx.updateTable('subscribers').set(set).where('id', '=', subscriberId).execute()
}
