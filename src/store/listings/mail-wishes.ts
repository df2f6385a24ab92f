import type { MailWishes } from '../../domain/choice.ts'
import type { Db } from '../dialect.ts'

/** What a reader wishes of all mails together. */
export async function findMailWishes(db: Db, subscriberId: number): Promise<MailWishes> {
  const row = await db.selectFrom('subscribers').select(['mails_a_day', 'joins']).where('id', '=', subscriberId).executeTakeFirst()
  const joins = row?.joins ?? null
  return { mailsADay: row?.mails_a_day ?? null, joins: joins === null ? null : joins > 0 }
}

/** The same of many readers, by reader. */
export async function listMailWishesOf(db: Db, subscriberIds: readonly number[]): Promise<Map<number, MailWishes>> {
  const rows = await db.selectFrom('subscribers').select(['id', 'mails_a_day', 'joins']).where('id', 'in', subscriberIds).execute()
  return new Map(rows.map(({ id, mails_a_day, joins }) => [id, { mailsADay: mails_a_day, joins: joins === null ? null : joins > 0 }]))
}
