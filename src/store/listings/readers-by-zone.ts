import { sql } from 'kysely'
import type { Db } from '../dialect.ts'
import { countSubscriptions } from './count-subscriptions.ts'

const AT_ONCE = 20_000

/** How many active subscriptions have their hour in each time zone, the most first. */
export async function countReadersByZone(db: Db): Promise<{ zone: string; readers: number }[]> {
  const byHour = await countSubscriptions(db, {
    select: (within) => sql`select u.hour_id as named, count(*) as count from subscriptions as u where ${within} group by u.hour_id`,
    atOnce: AT_ONCE,
  })
  const hours = await db.selectFrom('reader_hours').select(['id', 'zone']).execute()
  const readers = new Map<string, number>()
  for (const { id, zone } of hours) {
    const count = byHour.get(id) ?? 0
    if (count > 0) readers.set(zone, (readers.get(zone) ?? 0) + count)
  }
  return [...readers]
    .map(([zone, count]) => ({ zone, readers: count }))
    .sort((one, other) => other.readers - one.readers || (one.zone < other.zone ? -1 : 1))
}
