import { nextCut } from '../../../src/domain/digest-schedule.ts'
import { DAY, QUARTER, type Instant } from '../../../src/domain/instant.ts'
import { nextHour } from '../../../src/domain/reader-hour.ts'
import { checkZone } from '../../../src/domain/time-zone.ts'
import type { Db, Store } from '../../../src/store/dialect.ts'
import { listDigests } from '../../../src/store/digests.ts'

/**
 * Says when something is due next by the clock alone: the cut of a fixed digest, the hour of a reader of a rolling one. `happensAt`: when
 * something happens next that the clock knows nothing of.
 */
export async function makeCalendar({ db }: Store): Promise<(now: Instant, happensAt: Instant) => Promise<Instant>> {
  const digests = await listDigests(db)
  const fixed = digests.filter(({ release }) => release === 'fixed')
  const rolling = digests.filter(({ release }) => release === 'rolling')
  const coming = new Map<number | string, Instant>()
  const next = (key: number | string, now: Instant, find: () => Instant): Instant => {
    const known = coming.get(key)
    if (known !== undefined && known > now) return known
    const found = find()
    coming.set(key, found)
    return found
  }
  return async (now, happensAt) => {
    const cuts = fixed.map(({ slug, schedule }) => next(slug, now, () => nextCut(schedule, now) ?? Infinity))
    // Whoever has one day a week has had the last news by then: nobody's hour brings anything. But news find a planner that has looked up to
    // them, as one that is awake all the time has; to another, hours that passed in silence would be hours that it missed.
    if ((await findLastNews(db)) < now - 9 * DAY) return Math.min(...cuts, happensAt - QUARTER > now ? happensAt - QUARTER : Infinity)
    const hours = await db
      .selectFrom('reader_hours')
      .select(['id', 'zone', 'minute', 'weekdays'])
      .where('id', 'in', (of) =>
        of
          .selectFrom('subscriptions')
          .select('hour_id')
          .where('state', '=', 'active')
          .where(
            'digest_id',
            'in',
            rolling.map(({ id }) => id),
          ),
      )
      .execute()
    const zone = rolling[0]?.schedule.zone ?? 'UTC'
    const dues = hours.map(({ id, ...hour }) => next(id, now, () => nextHour({ ...hour, zone: checkZone(hour.zone) ?? zone }, now + 1)))
    return Math.min(...cuts, ...dues)
  }
}

async function findLastNews(db: Db): Promise<Instant> {
  const { at } = await db
    .selectFrom('briefings')
    .select((of) => of.fn.max('published_at').as('at'))
    .executeTakeFirstOrThrow()
  return at ?? -Infinity
}
