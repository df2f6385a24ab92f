import type { Db } from '../dialect.ts'

/** What else stands in our tables about one person and the addresses that the person has had, as it stands there. Links in mails are left out: they are keys. */
export async function listReaderTraces(db: Db, { subscriberId, canonicals }: { subscriberId: number; canonicals: string[] }) {
  const mails = db
    .selectFrom('deliveries')
    .select('id')
    .where('subscriber_id', '=', subscriberId)
    .where('issue_id', 'in', db.selectFrom('issues').select('id'))
  return {
    profile: await db.selectFrom('subscribers').selectAll().where('id', '=', subscriberId).execute(),
    subscriptions: await db.selectFrom('subscriptions').selectAll().where('subscriber_id', '=', subscriberId).execute(),
    privateFeeds: await db.selectFrom('private_feeds').selectAll().where('subscriber_id', '=', subscriberId).execute(),
    attempts: await db.selectFrom('attempts').selectAll().where('delivery_id', 'in', mails).execute(),
    mutes: await db.selectFrom('topic_mutes').selectAll().where('subscriber_id', '=', subscriberId).execute(),
    addressChanges: await db.selectFrom('address_changes').selectAll().where('subscriber_id', '=', subscriberId).orderBy('id').execute(),
    arrears: await db.selectFrom('arrears').selectAll().where('subscriber_id', '=', subscriberId).execute(),
    bulkChanges: await db.selectFrom('bulk_changes').selectAll().where('subscriber_id', '=', subscriberId).execute(),
    signUps: await db.selectFrom('sign_ups').selectAll().where('canonical', 'in', canonicals).execute(),
    notices: await db
      .selectFrom('notices')
      .select(['kind', 'state', 'created_at', 'settled_at', 'reason'])
      .where('canonical', 'in', canonicals)
      .orderBy('id')
      .execute(),
    softFailures: await db.selectFrom('soft_failures').selectAll().where('canonical', 'in', canonicals).execute(),
    held: await db.selectFrom('held_suppressions').selectAll().where('canonical', 'in', canonicals).execute(),
    reports: await db
      .selectFrom('delivery_news')
      .select(['delivery_id', 'kind', 'heard_at', 'class', 'reason', 'reply_code', 'status', 'text', 'via'])
      .where('delivery_id', 'in', mails)
      .orderBy('id')
      .execute(),
    suppressionLog: await db.selectFrom('suppression_log').selectAll().where('canonical', 'in', canonicals).orderBy('id').execute(),
    suppressions: await db.selectFrom('suppressions').selectAll().where('canonical', 'in', canonicals).execute(),
  }
}

export type ReaderTraces = Awaited<ReturnType<typeof listReaderTraces>>
