import type { Db } from '../dialect.ts'

/** How many active subscriptions have their hour in each time zone, the most first. */
export async function countReadersByZone(db: Db): Promise<{ zone: string; readers: number }[]> {
  return db
    .selectFrom('subscriptions')
    .innerJoin('reader_hours', 'reader_hours.id', 'subscriptions.hour_id')
    .select(({ fn }) => ['reader_hours.zone', fn.count<number>('subscriptions.id').as('readers')])
    .where('subscriptions.state', '=', 'active')
    .groupBy('reader_hours.zone')
    .orderBy('readers', 'desc')
    .orderBy('reader_hours.zone')
    .execute()
}
