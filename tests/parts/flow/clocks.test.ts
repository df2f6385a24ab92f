import { describe, expect, test } from 'vitest'
import { DAY, QUARTER, type Instant } from '../../../src/domain/instant.ts'
import { EVERY_DAY } from '../../../src/domain/weekdays.ts'
import { addressDue } from '../../../src/flow/address-issue.ts'
import { approveDue } from '../../../src/flow/approve-issue.ts'
import { composeDue } from '../../../src/flow/compose-issue.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { eachDatabase } from '../../support/databases.ts'
import { at, digest, openWorld, publish, PUBLICATION, reader, topics } from '../../support/world.ts'

type Span = { from: Instant; until: Instant; failed?: (what: unknown, error: unknown) => void }

const raise = (_: unknown, error: unknown): never => {
  throw error
}

/** The planner, every quarter of an hour, with news before each of them. */
async function live(store: Store, { from, until, failed = raise }: Span): Promise<void> {
  for (let now = from; now <= until; now += QUARTER) {
    if ((now - from) % (DAY / 4) === 0) await publish(store, { key: new Date(now).toISOString() }, now)
    await composeDue(store, now, failed)
    await approveDue(store, PUBLICATION, now, failed)
    await addressDue(store, now, failed)
  }
}

/** When the mails to a reader fall due, on that reader's clock. */
async function mailsTo(store: Store, address: string, zone: string): Promise<string[]> {
  const rows = await store.db
    .selectFrom('deliveries')
    .innerJoin('subscribers', 'subscribers.id', 'subscriber_id')
    .select('due_at')
    .where('address', '=', address)
    .orderBy('due_at')
    .execute()
  const local = rows.map(({ due_at }) => Temporal.Instant.fromEpochMilliseconds(due_at).toZonedDateTimeISO(zone))
  return local.map((time) => time.toString({ smallestUnit: 'minute', timeZoneName: 'never' }))
}

const hourIn = (zone: string, minute: number) => ({ hour: { zone, minute, weekdays: EVERY_DAY } })
const london = (minute: number) => ({ schedule: { zone: 'Europe/London', minute, weekdays: EVERY_DAY } })
const DAVID = 'david@london.example'

describe.each(eachDatabase)('clocks, on $name', ({ url }) => {
  test('two copies on the night the clocks went back: here one comes, of a digest cut in that hour, at an hour in it', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store, london(75))
    await digest(store, { slug: 'rolling', release: 'rolling', joins: false })
    await reader(store, DAVID, hourIn('Europe/London', 90))
    await reader(store, 'rosa@rio.example', { ...hourIn('Europe/London', 90), digest: 'rolling' })
    await live(store, { from: at('2026-10-24T18:00:00Z'), until: at('2026-10-26T03:00:00Z') })
    const once = ['2026-10-25T01:30+01:00', '2026-10-26T01:30+00:00']
    expect(await mailsTo(store, DAVID, 'Europe/London')).toEqual(once)
    expect(await mailsTo(store, 'rosa@rio.example', 'Europe/London')).toEqual(once)
  })

  test('an hour late all summer: here seven o’clock is seven o’clock before and after the clocks change', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store, london(360))
    await digest(store, { slug: 'rolling', release: 'rolling', joins: false })
    await reader(store, DAVID, hourIn('Europe/London', 420))
    await reader(store, 'rosa@rio.example', { ...hourIn('Europe/London', 420), digest: 'rolling' })
    await live(store, { from: at('2026-03-28T00:00:00Z'), until: at('2026-03-30T12:00:00Z') })
    const summer = ['2026-03-28T07:00+00:00', '2026-03-29T07:00+01:00', '2026-03-30T07:00+01:00']
    expect(await mailsTo(store, DAVID, 'Europe/London')).toEqual(summer)
    expect(await mailsTo(store, 'rosa@rio.example', 'Europe/London')).toEqual(summer)
  })

  test('one unknown zone that stopped everybody after it: here it stops nobody, and its reader goes by the digest’s clock', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    // The first in every list: a digest in no zone at all, and a reader in none.
    await digest(store, { slug: 'a-lost-one' })
    await store.db.updateTable('digests').set({ zone: 'Mars/Olympus_Mons' }).where('slug', '=', 'a-lost-one').execute()
    for (const [slug, release] of [
      ['morning', 'fixed'],
      ['rolling', 'rolling'],
    ] as const) {
      await digest(store, { slug, release, joins: false, ...london(360) })
      await reader(store, `lost@${slug}.example`, { ...hourIn('Mars/Olympus_Mons', 420), digest: slug })
      await reader(store, `aiko@${slug}.example`, { ...hourIn('Asia/Tokyo', 420), digest: slug })
      await reader(store, `layla@${slug}.example`, { ...hourIn('Asia/Calcutta', 420), digest: slug })
    }
    const failures: unknown[] = []
    const failed = (what: unknown): void => void failures.push((what as { slug?: string }).slug)
    await live(store, { from: at('2026-07-01T00:00:00Z'), until: at('2026-07-02T12:00:00Z'), failed })
    for (const slug of ['morning', 'rolling']) {
      expect(await mailsTo(store, `lost@${slug}.example`, 'Europe/London')).toContain('2026-07-02T07:00+01:00')
      expect(await mailsTo(store, `aiko@${slug}.example`, 'Asia/Tokyo')).toContain('2026-07-02T07:00+09:00')
      expect(await mailsTo(store, `layla@${slug}.example`, 'Asia/Kolkata')).toContain('2026-07-02T07:00+05:30')
    }
    // That the digest itself lives nowhere is said, and nothing but it fails.
    expect([...new Set(failures)]).toEqual(['a-lost-one'])
  })
})
