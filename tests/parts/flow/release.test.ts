import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, type Instant } from '../../../src/domain/instant.ts'
import { addDigest } from '../../../src/flow/add-digest.ts'
import { changeCalendar } from '../../../src/flow/change-calendar.ts'
import { composeDue } from '../../../src/flow/compose-issue.ts'
import { editDigest } from '../../../src/flow/edit-digest.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { findDigest } from '../../../src/store/digests.ts'
import { eachDatabase } from '../../support/databases.ts'
import { at, digest, NOON, openWorld, publish, reader, topics } from '../../support/world.ts'
import { told } from '../../support/told.ts'

const compose = (store: Store, now: Instant) =>
  composeDue(store, now, (_, error) => {
    throw error
  })
const issues = (store: Store) => store.db.selectFrom('issues').selectAll().orderBy('id').execute()
const verdicts = async (store: Store) =>
  (await store.db.selectFrom('cuts').select('verdict').orderBy('due_at').execute()).map(({ verdict }) => verdict)

describe.each(eachDatabase)('how digests are released, on $name', ({ url }) => {
  test('an issue with fewer than the least number of stories waits for the next date, but not for ever', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store, { fewest: 3, mostWaits: 2 })
    await publish(store, { key: 'one' })
    const dates = [1, 2, 3, 4].map((day) => at('2026-03-10T06:00Z') + day * DAY)
    for (const date of dates) await compose(store, date)
    expect(await verdicts(store)).toEqual(['waits', 'waits', 'composed', 'no-stories'])
    expect((await findDigest(store.db, 'morning'))?.waits).toBe(0)
    for (const key of ['two', 'three', 'four']) await publish(store, { key }, dates[3])
    await compose(store, (dates[3] ?? 0) + DAY)
    expect((await verdicts(store)).at(-1)).toBe('composed')
  })

  test('a rolling digest is cut in the quarters of an hour in which readers fall due, and in no other', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store, { release: 'rolling' })
    await reader(store, 'aiko@tokyo.example', { hour: { zone: 'Asia/Tokyo', minute: 420, weekdays: 127 } })
    await reader(store, 'david@london.example', { hour: { zone: 'Europe/London', minute: 420, weekdays: 127 } })
    for (let now = NOON; now < NOON + DAY; now += 5 * MINUTE) {
      if (now % HOUR === 0) await publish(store, { key: `news at ${now}` }, now)
      await compose(store, now)
    }
    const made = await issues(store)
    expect(made.map(({ due_at }) => due_at)).toEqual([at('2026-03-10T22:00Z'), at('2026-03-11T07:00Z')])
    // The news of that very hour are in it.
    expect(made.map(({ seq_to }) => seq_to)).toEqual([11, 20])
  })

  test('a rolling digest that was down over several quarters makes one issue of them; without news it makes none', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store, { release: 'rolling' })
    for (const minute of [780, 800, 830])
      await reader(store, `reader${minute}@example.com`, { hour: { zone: 'UTC', minute, weekdays: 127 } })
    await compose(store, NOON + 3 * HOUR)
    expect(await issues(store)).toEqual([])
    await publish(store, { key: 'one' }, NOON)
    await compose(store, NOON + DAY + 3 * HOUR)
    expect(await issues(store)).toHaveLength(1)
    expect(await verdicts(store)).toEqual(['composed'])
  })

  test('every urgent briefing of an instant digest is an issue of its own; the others are none', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world', 'sports')
    await digest(store, { release: 'instant', leastPriority: 8, topics: ['world'] })
    await publish(store, { key: 'calm', priority: 7 })
    await publish(store, { key: 'fire', priority: 8 })
    await publish(store, { key: 'goal', priority: 9, topics: ['sports'] })
    await publish(store, { key: 'flood', priority: 9 })
    expect(await compose(store, NOON + MINUTE)).toBe(2)
    const stories = await store.db.selectFrom('issue_stories').select(['issue_id', 'briefing_id']).orderBy('issue_id').execute()
    expect(stories.map(({ briefing_id }) => briefing_id)).toEqual([2, 4])
    expect(await compose(store, NOON + 2 * MINUTE)).toBe(0)
    await publish(store, { key: 'quake', priority: 9 }, NOON + 3 * MINUTE)
    expect(await compose(store, NOON + 3 * MINUTE + 13 * HOUR)).toBe(0)
  })

  test('dates of a calendar are left out, and the stories wait for the next date', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await changeCalendar(
      store,
      { what: 'add', calendar: 'holidays', dates: ['2026-03-11', '2026-03-12'], note: 'Spring' },
      { id: null, name: 'Rosa' },
      NOON,
    )
    await digest(store, { calendar: 'holidays' })
    await publish(store, { key: 'one' })
    for (const day of [1, 2, 3]) await compose(store, at('2026-03-10T06:00Z') + day * DAY)
    expect((await issues(store)).map(({ due_at }) => due_at)).toEqual([at('2026-03-13T06:00Z')])
  })

  test('a digest that nobody could approve in time, or with a calendar that is not there, is refused with what to do', async () => {
    await using store = await openWorld(await url())
    const made = await digest(store)
    const wanted = { slug: 'x', names: { en: 'X' }, topics: [], approval: 'person' as const, schedule: made.schedule }
    const limits = { cap: 10, lateLimit: HOUR, usefulFor: HOUR }
    const person = await addDigest(store, { ...wanted, ...limits, release: 'rolling' }, NOON)
    expect(told(person)).toMatchObject({ ok: false, message: expect.stringContaining('--approval') as string })
    const calendar = await editDigest(store, 'morning', { calendar: 'nowhere' }, NOON)
    expect(told(calendar)).toMatchObject({ ok: false, message: expect.stringContaining('calendar add nowhere') as string })
    const edited = await editDigest(store, 'morning', { fewest: 5, joins: false, release: 'rolling' }, NOON)
    expect(edited.ok && edited.digest).toMatchObject({ fewest: 5, joins: false, release: 'rolling', cap: 10 })
  })
})
