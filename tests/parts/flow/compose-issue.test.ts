import { describe, expect, test } from 'vitest'
import { composeDigest, composeDue, composeNow } from '../../../src/flow/compose-issue.ts'
import { insertArrears } from '../../../src/store/arrears.ts'
import { findDigest } from '../../../src/store/digests.ts'
import { findIssue, listIssueStories } from '../../../src/store/issues.ts'
import { listCuts } from '../../../src/store/listings/cuts.ts'
import { listIssues } from '../../../src/store/listings/issues.ts'
import type { Digest } from '../../../src/domain/digest.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { eachDatabase } from '../../support/databases.ts'
import { at, digest, NOON, openWorld, publish, reader, topics } from '../../support/world.ts'

const fail = (_: Digest, error: unknown): void => {
  throw error
}

describe.each(eachDatabase)('cutting issues on $name', ({ name, url }) => {
  test('an issue takes what was published since the last cut, by priority and then by time', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store)
    const second = await publish(store, { key: 'second' }, at('2026-03-10T14:00:00Z'))
    const first = await publish(store, { key: 'first' }, at('2026-03-10T13:00:00Z'))
    const urgent = await publish(store, { key: 'urgent', priority: 5 }, at('2026-03-10T15:00:00Z'))
    expect(await composeDue(store, at('2026-03-11T06:00:00Z'), fail)).toBe(1)
    expect((await listIssueStories(store.db, 1)).map((story) => story.briefingId)).toEqual([urgent, first, second])
    const late = await publish(store, { key: 'late' }, at('2026-03-11T08:00:00Z'))
    expect(await composeDue(store, at('2026-03-12T06:00:30Z'), fail)).toBe(1)
    expect((await listIssueStories(store.db, 2)).map((story) => story.briefingId)).toEqual([late])
  })

  test('an issue holds a hundred stories, the best of them, and those left out are counted', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    const morning = await digest(store, { cap: 2 })
    for (let number = 0; number < 101; number++) await publish(store, { key: `${number}`, priority: number === 100 ? 1 : 0 })
    expect(await composeNow(store, morning, at('2026-03-10T13:00:00Z'))).toMatchObject({ ok: true, stories: 100, overCap: 1 })
    const [first] = await listIssueStories(store.db, 1)
    expect(first).toMatchObject({ position: 0, briefingId: 101 })
  })

  test('beyond the hundred, what hours that wait have coming goes before what is made up for, however important that is', async () => {
    await using store = await openWorld(await url())
    const { db } = store
    await topics(store, 'world')
    const { id } = await digest(store)
    await reader(store, 'rosa@example.org')
    for (let number = 0; number < 100; number++) await publish(store, { key: `${number}`, priority: 5 })
    const waiting = await publish(store, { key: 'waiting' })
    const news = await publish(store, { key: 'news' })
    await db.updateTable('digests').set({ seq_until: 101 }).execute()
    const { hour_id } = await db.selectFrom('subscriptions').select('hour_id').executeTakeFirstOrThrow()
    await db.insertInto('hours_served').values({ digest_id: id, hour_id, seq: 100 }).execute()
    const owed = { topicId: null, seqFrom: 0, seqTo: 100, most: null, fromAt: NOON }
    await insertArrears(db, [{ subscriberId: 1, digestId: id, ...owed }], NOON)
    expect(await composeDigest(store, 'morning', NOON)).toMatchObject({ ok: true, stories: 100, overCap: 2 })
    const held = (await listIssueStories(db, 1)).map(({ briefingId }) => briefingId)
    expect([held.includes(news), held.includes(waiting)]).toEqual([true, true])
  })

  test('a digest takes only stories on its topics', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world', 'sport')
    const sports = await digest(store, { slug: 'sports', topics: ['sport'] })
    await publish(store, { key: 'a' })
    const match = await publish(store, { key: 'b', topics: ['world', 'sport'] })
    await composeNow(store, sports, at('2026-03-10T13:00:00Z'))
    expect(await listIssueStories(store.db, 1)).toMatchObject([{ briefingId: match, topicIds: [expect.any(Number)] }])
  })

  test('a cut with no briefings makes no issue and says so', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store)
    expect(await composeDue(store, at('2026-03-11T06:00:00Z'), fail)).toBe(0)
    expect(await listCuts(store.db)).toEqual([
      { digest: 'morning', dueAt: at('2026-03-11T06:00:00Z'), verdict: 'no-stories', issueId: null },
    ])
  })

  test('after downtime the missed cuts are merged into one issue', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store)
    await publish(store, { key: 'a' })
    expect(await composeDue(store, at('2026-03-13T09:00:00Z'), fail)).toBe(1)
    expect((await listCuts(store.db)).map(({ verdict }) => verdict)).toEqual(['composed', 'merged', 'merged'])
    expect(await findIssue(store.db, 1)).toMatchObject({ dueAt: at('2026-03-13T06:00:00Z'), number: 1 })
  })

  test('a cut later than the digest’s limit is skipped, and its stories stand in the next issue', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store)
    await publish(store, { key: 'a' })
    expect(await composeDue(store, at('2026-03-11T19:00:00Z'), fail)).toBe(0)
    expect((await listCuts(store.db)).map(({ verdict }) => verdict)).toEqual(['too-late'])
    expect(await composeDue(store, at('2026-03-12T06:00:00Z'), fail)).toBe(1)
    expect(await listIssueStories(store.db, 1)).toHaveLength(1)
  })

  test('an issue cut by hand does not make the schedule skip its next one', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    const morning = await digest(store)
    await publish(store, { key: 'a' })
    await composeNow(store, morning, at('2026-03-10T13:00:00Z'))
    await publish(store, { key: 'b' })
    expect(await composeDue(store, at('2026-03-11T06:00:00Z'), fail)).toBe(1)
    expect((await listIssues(store.db)).map(({ number, stories }) => [number, stories])).toEqual([[2, 1], [1, 1]]) // prettier-ignore
  })

  test('an issue cut by hand at the very time of the schedule is that cut, and the schedule goes on', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    const morning = await digest(store)
    await publish(store, { key: 'a' })
    expect(await composeNow(store, morning, at('2026-03-11T06:00:00Z'))).toMatchObject({ ok: true, number: 1 })
    expect(await composeDue(store, at('2026-03-11T06:00:00Z'), fail)).toBe(0)
    await publish(store, { key: 'b' })
    expect(await composeDue(store, at('2026-03-12T06:00:00Z'), fail)).toBe(1)
    expect((await listCuts(store.db)).map(({ verdict, issueId }) => [verdict, issueId])).toEqual([
      ['composed', 2],
      ['composed', 1],
    ])
  })

  test('processes that tick at the same moment make one issue', async () => {
    const address = await url()
    await using store = await openWorld(address)
    await topics(store, 'world')
    await digest(store)
    await publish(store, { key: 'a' })
    // One process of SQLite has one connection; PostgreSQL serves many processes.
    const others = await Promise.all(Array.from({ length: 4 }, () => Promise.resolve(name === 'SQLite' ? store : openWorld(address))))
    const made = await Promise.all(others.map((other: Store) => composeDue(other, at('2026-03-11T06:00:00Z'), fail)))
    for (const other of others) if (other !== store) await other.close()
    expect(made.reduce((sum, count) => sum + count)).toBe(1)
    expect(await listIssues(store.db)).toHaveLength(1)
    expect(await findDigest(store.db, 'morning')).toMatchObject({ nextNumber: 2 })
  })

  test('a digest that fails does not stop the others', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store, { slug: 'broken' })
    await digest(store, { slug: 'whole' })
    await publish(store, { key: 'a' })
    await store.db.updateTable('digests').set({ zone: 'Nowhere/Land' }).where('slug', '=', 'broken').execute()
    const failed: string[] = []
    expect(await composeDue(store, at('2026-03-11T06:00:00Z'), ({ slug }) => failed.push(slug))).toBe(1)
    expect(failed).toEqual(['broken'])
  })
})
