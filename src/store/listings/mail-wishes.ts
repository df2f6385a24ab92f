import type { MailWishes } from '../../domain/choice.ts'
import type { Db } from '../dialect.ts'

/** What a reader wishes of all mails together. */
export async function findMailWishes(db: Db, subscriberId: number): Promise<MailWishes> {
  const row = await db.selectFrom('subscribers').select(['mails_a_day', 'joins']).where('id', '=', subscriberId).executeTakeFirst()
  const joins = row?.joins ?? null
  return { mailsADay: row?.mails_a_day ?? null, joins: joins === null ? null : joins > 0 }
}
