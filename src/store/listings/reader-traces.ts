import type { Db } from '../dialect.ts'

/** What else stands in our tables about one person, as it stands there. Links in mails are left out: they are keys. */
export async function listReaderTraces(db: Db, { subscriberId, canonical }: { subscriberId: number; canonical: string }) {
  return {
    mutes: await db.selectFrom('topic_mutes').selectAll().where('subscriber_id', '=', subscriberId).execute(),
    addressChanges: await db.selectFrom('address_changes').selectAll().where('subscriber_id', '=', subscriberId).execute(),
    arrears: await db.selectFrom('arrears').selectAll().where('subscriber_id', '=', subscriberId).execute(),
    signUps: await db.selectFrom('sign_ups').selectAll().where('canonical', '=', canonical).execute(),
    notices: await db
      .selectFrom('notices')
      .select(['kind', 'state', 'created_at', 'settled_at', 'reason'])
      .where('canonical', '=', canonical)
      .orderBy('id')
      .execute(),
    softFailures: await db.selectFrom('soft_failures').selectAll().where('canonical', '=', canonical).execute(),
    held: await db.selectFrom('held_suppressions').selectAll().where('canonical', '=', canonical).execute(),
    reports: await db
      .selectFrom('delivery_news')
      .innerJoin('deliveries', 'deliveries.id', 'delivery_id')
      .select(['delivery_id', 'kind', 'heard_at', 'class', 'delivery_news.reason', 'reply_code', 'status', 'text', 'via'])
      .where('subscriber_id', '=', subscriberId)
      .where('issue_id', 'in', db.selectFrom('issues').select('id'))
      .execute(),
    suppressionLog: await db.selectFrom('suppression_log').selectAll().where('canonical', '=', canonical).execute(),
    suppressions: await db.selectFrom('suppressions').selectAll().where('canonical', '=', canonical).execute(),
  }
}

export type ReaderTraces = Awaited<ReturnType<typeof listReaderTraces>>
