import { describe, expect, test } from 'vitest'
import type { BulkAction } from '../../../src/domain/bulk-action.ts'
import { DAY, MINUTE } from '../../../src/domain/instant.ts'
import { ALL_READERS, type ReaderFilter } from '../../../src/domain/reader-filter.ts'
import { beginBulk, undoBulk } from '../../../src/flow/lists/bulk.ts'
import { workOffBulk } from '../../../src/flow/lists/work-off-bulk.ts'
import { workOffLists } from '../../../src/flow/lists/work-off-lists.ts'
import { pauseSubscription } from '../../../src/flow/pause-subscription.ts'
import { unsubscribeFromAll } from '../../../src/flow/unsubscribe-from-all.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { listSubscriptions } from '../../../src/store/listings/subscriptions.ts'
import { listSuppressions } from '../../../src/store/listings/suppressions.ts'
import { findBulkRun } from '../../../src/store/lists/bulk-runs.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, NOON, openWorld, reader, suppress, topics } from '../../support/world.ts'
import { ROSA, toolsOver } from './importing.ts'

const going = new AbortController().signal
const NAMES = ['aiko@tokyo.example', 'david@london.example', 'layla@cairo.example']

/** Three readers of `world` in the morning; Layla of `science` alone. */
async function openHouse(url: string) {
  const store = await openWorld(url)
  await topics(store, 'world', 'science')
  await digest(store)
  for (const address of NAMES) await reader(store, address, { topics: [address.startsWith('layla') ? 'science' : 'world'] })
  return store
}

async function begun(
  store: Store,
  action: BulkAction,
  said: Partial<ReaderFilter> = {},
  subscriberIds: number[] | null = null,
): Promise<number> {
  const answer = await beginBulk(store, { target: { filter: { ...ALL_READERS, ...said }, subscriberIds }, action }, ROSA)
  if (!answer.ok) throw new Error(answer.reason)
  return answer.id
}

async function done(store: Store, action: BulkAction, said: Partial<ReaderFilter> = {}, subscriberIds: number[] | null = null) {
  const id = await begun(store, action, said, subscriberIds)
  await workOffLists(toolsOver(store), going)
  return { id, run: await findBulkRun(store.db, id) }
}

async function undone(store: Store, id: number) {
  expect(await undoBulk(store, id, ROSA)).toBe(true)
  await workOffLists(toolsOver(store), going)
  return findBulkRun(store.db, id)
}

const topicsOf = async (store: Store): Promise<string[]> =>
  (await listSubscriptions(store.db)).map((one) => `${one.address.split('@')[0]} ${one.state} ${one.topics.join('+')}`)

describe.each(eachDatabase)('what is done to many readers on $name', ({ url }) => {
  test('a topic is added where it is missing, and taking it back leaves everybody as before', async () => {
    await using store = await openHouse(await url())
    const before = await topicsOf(store)
    const { id, run } = await done(store, { kind: 'take-topic', topicId: 2, digestId: null })
    expect(run).toMatchObject({ state: 'done', expected: 3, lookedAt: 3, changed: 2, passedOver: 1 })
    expect(await topicsOf(store)).toEqual(['aiko active world+science', 'david active world+science', 'layla active science'])
    expect(await undone(store, id)).toMatchObject({ state: 'undone', putBack: 2, leftAlone: 0 })
    expect(await topicsOf(store)).toEqual(before)
  })

  test('a filter says for whom, and who has no other topic left leaves', async () => {
    await using store = await openHouse(await url())
    const { id, run } = await done(store, { kind: 'drop-topic', topicId: 2, digestId: 1 }, { topic: 'science' })
    expect(run).toMatchObject({ expected: 1, changed: 1 })
    expect(await topicsOf(store)).toEqual(['aiko active world', 'david active world', 'layla ended science'])
    await undone(store, id)
    expect((await topicsOf(store))[2]).toBe('layla active science')
  })

  test('undo leaves alone whoever has chosen anew since, or wants no mail any more', async () => {
    await using store = await openHouse(await url())
    const { id } = await done(store, { kind: 'hour', digestId: null, minute: 480 })
    await reader(store, 'aiko@tokyo.example', { hour: { zone: 'UTC', minute: 300, weekdays: 127 } })
    const left = await done(store, { kind: 'leave', digestId: null }, {}, [2])
    await unsubscribeFromAll(toolsOver(store), 2, { at: NOON, by: 'page' })
    expect(await undone(store, id)).toMatchObject({ putBack: 1, leftAlone: 2 })
    expect((await listSubscriptions(store.db)).map(({ minute }) => minute)).toEqual([300, 480, 420])
    expect(await undone(store, left.id)).toMatchObject({ putBack: 0, leftAlone: 1 })
    expect((await listSubscriptions(store.db))[1]).toMatchObject({ state: 'ended' })
    expect(await listSuppressions(store.db)).toMatchObject([{ address: 'david@london.example', reason: 'unsubscribed' }])
  })

  test('pauses are set and ended, and put back as they were', async () => {
    await using store = await openHouse(await url())
    await pauseSubscription(store, { subscriberId: 1, digestId: 1, by: 'page', now: NOON }, { until: NOON + DAY, onReturn: 'all' })
    const { id, run } = await done(store, { kind: 'pause', digestId: null, until: NOON + 5 * DAY })
    expect(run).toMatchObject({ changed: 3 })
    await undone(store, id)
    const rows = await store.db.selectFrom('subscriptions').select(['paused_until', 'on_return']).orderBy('id').execute()
    expect(rows.map((row) => row.paused_until)).toEqual([NOON + DAY, null, null])
    expect(rows[0]?.on_return).toBe('all')
  })

  test('suppressing passes over who is suppressed already, and undo lifts only its own', async () => {
    await using store = await openHouse(await url())
    await suppress(store.db, 'aiko@tokyo.example', 'hard')
    const { id, run } = await done(store, { kind: 'suppress', note: 'asked by their company' })
    expect(run).toMatchObject({ changed: 2, passedOver: 1 })
    expect(await undone(store, id)).toMatchObject({ putBack: 2 })
    expect(await listSuppressions(store.db)).toMatchObject([{ address: 'aiko@tokyo.example', reason: 'hard' }])
  })

  test('erasing erases those who were chosen, and cannot be taken back', async () => {
    await using store = await openHouse(await url())
    const { id, run } = await done(store, { kind: 'erase' }, {}, [1, 3])
    expect(run).toMatchObject({ changed: 2 })
    expect((await listSubscriptions(store.db)).map(({ address }) => address)).toEqual(['david@london.example'])
    expect(await undoBulk(store, id, ROSA)).toBe(false)
    expect(JSON.stringify(await store.db.selectFrom('bulk_changes').selectAll().execute())).not.toContain('aiko')
  })

  test('killed in the middle, it goes on behind the last piece, and nobody is counted twice', async () => {
    await using store = await openHouse(await url())
    for (let index = 0; index < 250; index++) await reader(store, `reader${index}@post.example`)
    const id = await begun(store, { kind: 'hour', digestId: null, minute: 480 })
    const stop = new AbortController()
    let ticks = 0
    await workOffBulk({ ...toolsOver(store), clock: () => (++ticks > 4 && stop.abort(), NOON) }, stop.signal)
    const half = await findBulkRun(store.db, id)
    expect(half).toMatchObject({ state: 'running' })
    expect(half?.lookedAt).toBeGreaterThan(0)
    expect(half?.lookedAt).toBeLessThan(253)
    await workOffBulk({ ...toolsOver(store), clock: () => NOON + 5 * MINUTE }, going)
    expect(await findBulkRun(store.db, id)).toMatchObject({ state: 'done', lookedAt: 253, changed: 253 })
    expect(await undoBulk(store, id, ROSA)).toBe(true)
    expect(await undoBulk(store, id, ROSA)).toBe(false)
  })

  test('it is refused for nobody, without a reason, or for a day that is over', async () => {
    await using store = await openHouse(await url())
    const of = (action: BulkAction, said: Partial<ReaderFilter> = {}) =>
      beginBulk(store, { target: { filter: { ...ALL_READERS, ...said }, subscriberIds: null }, action }, ROSA)
    expect(await of({ kind: 'erase' }, { search: 'nobody' })).toEqual({ ok: false, reason: 'nobody' })
    expect(await of({ kind: 'suppress', note: ' ' })).toEqual({ ok: false, reason: 'no-reason' })
    expect(await of({ kind: 'pause', digestId: null, until: NOON })).toEqual({ ok: false, reason: 'not-in-the-future' })
  })
})
