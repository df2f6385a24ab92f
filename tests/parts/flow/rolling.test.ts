import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, type Instant } from '../../../src/domain/instant.ts'
import { addressDue } from '../../../src/flow/address-issue.ts'
import { approveDue } from '../../../src/flow/approve-issue.ts'
import { composeDue } from '../../../src/flow/compose-issue.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { eachDatabase } from '../../support/databases.ts'
import { at, digest, NOON, openWorld, publish, PUBLICATION, reader, topics } from '../../support/world.ts'

const throwIt = (_: unknown, error: unknown): void => {
  throw error
}

async function tick(store: Store, now: Instant): Promise<void> {
  await composeDue(store, now, throwIt)
  await approveDue(store, PUBLICATION, now, throwIt)
  await addressDue(store, now, throwIt)
}

const AIKO = 'aiko@tokyo.example'
const DAVID = 'david@london.example'
const ROSA = 'rosa@saopaulo.example'
const seven = (zone: string, weekdays = 127) => ({ zone, minute: 420, weekdays })

type Mail = { address: string; dueAt: Instant; keys: string[] }

async function mails(store: Store): Promise<Mail[]> {
  const rows = await store.db
    .selectFrom('deliveries')
    .innerJoin('subscribers', 'subscribers.id', 'deliveries.subscriber_id')
    .selectAll('deliveries')
    .select('address')
    .orderBy('deliveries.due_at')
    .execute()
  return Promise.all(
    rows.map(async ({ address, due_at, issue_id, low, high }) => {
      const stories = await store.db
        .selectFrom('issue_stories')
        .innerJoin('briefings', 'briefings.id', 'briefing_id')
        .select(['position', 'key'])
        .where('issue_id', '=', issue_id)
        .orderBy('briefing_id')
        .execute()
      const has = (position: number): boolean =>
        (position < 50 ? (BigInt(low) >> BigInt(position)) & 1n : (BigInt(high) >> BigInt(position - 50)) & 1n) === 1n
      return { address, dueAt: due_at, keys: stories.filter(({ position }) => has(position)).map(({ key }) => key) }
    }),
  )
}

describe.each(eachDatabase)('a rolling digest on $name', ({ url }) => {
  test('gives Tokyo’s seven and London’s seven both the news of that hour, and each reader every story once', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store, { release: 'rolling', cap: 100 })
    await reader(store, AIKO, { hour: seven('Asia/Tokyo') })
    await reader(store, DAVID, { hour: seven('Europe/London') })
    await reader(store, ROSA, { hour: seven('America/Sao_Paulo', 31) })
    const last = NOON + 7 * DAY
    for (let now = NOON; now < last; now += HOUR) {
      if (now % (4 * HOUR) === 0) await publish(store, { key: new Date(now).toISOString().slice(5, 13) }, now)
      await tick(store, now + 2000)
    }
    const found = await mails(store)
    const of = (address: string): Mail[] => found.filter((mail) => mail.address === address)
    expect(of(AIKO).map(({ dueAt }) => dueAt)).toEqual([0, 1, 2, 3, 4, 5, 6].map((day) => at('2026-03-10T22:00Z') + day * DAY))
    expect(of(DAVID).map(({ dueAt }) => dueAt)).toEqual([0, 1, 2, 3, 4, 5, 6].map((day) => at('2026-03-11T07:00Z') + day * DAY))
    // At 22:00 UTC the newest is that of 20:00, at 07:00 that of 04:00.
    expect(of(AIKO)[1]?.keys).toEqual(['03-11T00', '03-11T04', '03-11T08', '03-11T12', '03-11T16', '03-11T20'])
    expect(of(DAVID)[1]?.keys).toEqual(['03-11T08', '03-11T12', '03-11T16', '03-11T20', '03-12T00', '03-12T04'])
    // Rosa's weekend is in her Monday's mail.
    expect(of(ROSA)).toHaveLength(5)
    for (const address of [AIKO, DAVID, ROSA]) {
      const keys = of(address).flatMap((mail) => mail.keys)
      expect(new Set(keys).size).toBe(keys.length)
      expect(keys.length).toBeGreaterThanOrEqual(36)
    }
  })

  test('looks for nobody but those who are due: readers of other hours are not even counted', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store, { release: 'rolling' })
    await reader(store, AIKO, { hour: seven('Asia/Tokyo') })
    for (let other = 0; other < 5; other++) await reader(store, `reader${other}@example.com`, { hour: seven('Europe/London') })
    await publish(store, { key: 'one' })
    await tick(store, at('2026-03-10T22:00Z'))
    expect(await mails(store)).toEqual([{ address: AIKO, dueAt: at('2026-03-10T22:00Z'), keys: ['one'] }])
    expect(await store.db.selectFrom('issue_tallies').selectAll().execute()).toEqual([{ issue_id: 1, reason: 'addressed', readers: 1 }])
  })

  test('gives no second copy on the night the clocks go back, and none is missing when they go forward', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store, { release: 'rolling' })
    await reader(store, DAVID, { hour: { zone: 'Europe/London', minute: 90, weekdays: 127 } })
    for (const [start, dueTimes] of [
      ['2026-03-28T12:00Z', ['2026-03-29T01:30Z']],
      ['2026-10-24T12:00Z', ['2026-10-25T00:30Z']],
    ] as const) {
      await tick(store, at(start) - 15 * MINUTE)
      await publish(store, { key: start }, at(start))
      for (let now = at(start); now < at(start) + 18 * HOUR; now += 15 * MINUTE) {
        await tick(store, now)
        if (now === at(dueTimes[0])) await publish(store, { key: `${start} again` }, now + 1)
      }
      const found = (await mails(store)).filter(({ keys }) => keys.includes(start))
      expect(found.map(({ dueAt }) => dueAt)).toEqual(dueTimes.map(at))
    }
    expect(await mails(store)).toHaveLength(3)
  })
})
