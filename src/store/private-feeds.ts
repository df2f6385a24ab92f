import type { Instant } from '../domain/instant.ts'
import type { Db } from './dialect.ts'

/** The series of addresses under which a subscriber's own feed is found: 1 as long as nobody asked for new ones. */
export async function getFeedSeries(db: Db, subscriberId: number): Promise<number> {
  const row = await db.selectFrom('private_feeds').select('series').where('subscriber_id', '=', subscriberId).executeTakeFirst()
  return row?.series ?? 1
}

export async function renewFeedSeries(db: Db, subscriberId: number, now: Instant): Promise<void> {
  await db
    .insertInto('private_feeds')
    .values({ subscriber_id: subscriberId, series: 2, changed_at: now })
    .onConflict((conflict) =>
      conflict.column('subscriber_id').doUpdateSet((eb) => ({ series: eb('private_feeds.series', '+', 1), changed_at: now })),
    )
    .execute()
}
