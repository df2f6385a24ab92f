import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { listPositions } from '../../../src/domain/positions.ts'
import { addressIssue } from '../../../src/flow/address-issue.ts'
import type { Db } from '../../../src/store/dialect.ts'
import { findIssue } from '../../../src/store/issues.ts'
import { openStore } from '../../../src/store/open-store.ts'
import { eachDatabase } from '../../support/databases.ts'
import { NOON, openWorld } from '../../support/world.ts'
import { plainAnswer } from './plain-rule.ts'
import { randomWorld, type RandomWorld } from './random-world.ts'
import { storeWorld, type StoredWorld } from './store-world.ts'
import { timeFor, worldsDrawn } from './worlds-drawn.ts'

const WORLDS = worldsDrawn(40)
const RUNS = { ...WORLDS, numRuns: 15 }

describe.each(eachDatabase)('addressing on $name', { timeout: timeFor(40) }, ({ name, url }) => {
  test('comes to what the plain rule says, reader by reader', async () => {
    await using store = await openWorld(await url())
    await fc.assert(
      fc.asyncProperty(randomWorld, async (world) => {
        const stored = await storeWorld(store, world)
        const queued = await addressIssue(store, stored.issue, { now: NOON, size: world.size, mostJoins: world.mostJoins })
        expect(queued).toBe(expected(world, stored).deliveries.length)
        expect(await found(store.db, stored)).toEqual(expected(world, stored))
      }),
      WORLDS,
    )
  })

  test('done by two at once, it comes to the same', async () => {
    const address = await url()
    await using store = await openWorld(address)
    // A SQLite file is planned by one process only.
    await using other = name === 'SQLite' ? undefined : await openWorld(address)
    await fc.assert(
      fc.asyncProperty(randomWorld, async (world) => {
        const stored = await storeWorld(store, world)
        const both = [store, other ?? store].map((one) => addressIssue(one, stored.issue, { now: NOON, size: 3 }))
        const queued = await Promise.all(both)
        expect(queued.reduce((sum, count) => sum + count)).toBe(expected(world, stored).deliveries.length)
        expect(await found(store.db, stored)).toEqual(expected(world, stored))
      }),
      RUNS,
    )
  })

  test('broken off anywhere, and carried on by another, it comes to the same', async () => {
    const address = await url()
    await using store = await openWorld(address)
    let halves = 0
    await fc.assert(
      fc.asyncProperty(randomWorld, fc.nat({ max: 13 }), async (world, reader) => {
        const stored = await storeWorld(store, world)
        const other = openStore(name === 'SQLite' ? address : `${address}&application_name=other`)
        const broken = addressIssue(other, stored.issue, { now: NOON, size: 3 }).catch(() => undefined)
        await passes(store.db, stored, reader)
        if (name === 'PostgreSQL') await killConnections(store.db)
        await other.close()
        await broken
        const issue = (await findIssue(store.db, stored.issue.id)) ?? stored.issue
        if (issue.state === 'approved' && issue.addressedThrough > 0) halves++
        await addressIssue(store, issue, { now: NOON })
        expect(await found(store.db, stored)).toEqual(expected(world, stored))
      }),
      RUNS,
    )
    expect(halves).toBeGreaterThan(0)
  })

  test('passes over a reader who has a delivery of the issue already', async () => {
    await using store = await openWorld(await url())
    const [world] = fc.sample(randomWorld.filter(hasDeliveries), { numRuns: 1, seed: 7 })
    if (!world) throw new Error('There is no such world')
    const stored = await storeWorld(store, world)
    await addressIssue(store, stored.issue, { now: NOON })
    await store.db.updateTable('issues').set({ state: 'approved', addressed_through: 0 }).where('id', '=', stored.issue.id).execute()
    expect(await addressIssue(store, stored.issue, { now: NOON })).toBe(0)
    expect((await found(store.db, stored)).deliveries).toEqual(expected(world, stored).deliveries)
  })
})

/** Waits until addressing has passed a reader, or all of them. */
async function passes(db: Db, { issue, subscriberIds }: StoredWorld, reader: number): Promise<void> {
  const goal = subscriberIds[reader] ?? Infinity
  for (;;) {
    const now = await findIssue(db, issue.id)
    if (now?.state !== 'approved' || now.addressedThrough >= goal) return
    await nextTurn()
  }
}

async function killConnections(db: Db): Promise<void> {
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'other'`.execute(db)
}

const hasDeliveries = (world: RandomWorld): boolean =>
  world.readers.filter((reader) => typeof plainAnswer(reader, world) === 'object').length > 3

type Outcome = { deliveries: unknown[]; tallies: Record<string, number> }

function expected(world: RandomWorld, { topicIds, subscriberIds }: StoredWorld): Outcome {
  const answers = world.readers.map((reader, index) => ({ subscriberId: subscriberIds[index], answer: plainAnswer(reader, world) }))
  const deliveries = answers.flatMap(({ subscriberId, answer }) =>
    typeof answer === 'object' ? [{ subscriberId, ...answer, topics: answer.topics.map((topic) => topicIds[topic]).join(',') }] : [],
  )
  const reasons = answers
    .map(({ answer }) => (typeof answer === 'object' ? 'addressed' : answer))
    .filter((reason) => reason !== 'no-subscription')
  return { deliveries, tallies: countBy(reasons) }
}

async function found(db: Db, { issue }: StoredWorld): Promise<Outcome> {
  const rows = await db.selectFrom('deliveries').selectAll().where('issue_id', '=', issue.id).orderBy('subscriber_id').execute()
  const tallies = await db.selectFrom('issue_tallies').select(['reason', 'readers']).where('issue_id', '=', issue.id).execute()
  return {
    deliveries: rows.map(({ subscriber_id, due_at, language, topics, format, ...row }) => {
      expect(row).toMatchObject({ state: 'queued', next_at: due_at, attempts: 0, lease_until: null, settled_at: null })
      const more = listPositions({ low: row.more_low, high: row.more_high })
      return { subscriberId: subscriber_id, stories: listPositions(row), more, dueAt: due_at, language, topics, format }
    }),
    tallies: Object.fromEntries(tallies.map(({ reason, readers }) => [reason, readers])),
  }
}

function countBy(words: string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]))
}
