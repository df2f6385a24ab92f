import { expect, test, describe } from 'vitest'
import { simulate, type SimulationWish, type Simulation } from '../../../src/flow/simulate/simulate.ts'
import { composeDue } from '../../../src/flow/compose-issue.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { insertIssue } from '../../../src/store/issues.ts'
import { insertPerson } from '../../../src/store/people.ts'
import { markOpen } from '../../../src/store/working-copies.ts'
import { DAY } from '../../../src/domain/instant.ts'
import { signUp } from '../sign-up/signing-up.ts'
import { eachDatabase } from '../../support/databases.ts'
import { at, digest, openWorld, publish, PUBLICATION, reader, topics } from '../../support/world.ts'
import { inEnglish } from '../../../src/render/in-english.ts'

const FROM = at('2026-03-24T00:00:00Z')

async function look(store: Store, wish: Partial<SimulationWish> = {}): Promise<Simulation> {
  const tools = {
    store,
    publication: PUBLICATION,
    openScratch: () => openWorld('sqlite::memory:'),
    failed: (what: string, error: unknown) => {
      throw new Error(what, { cause: error })
    },
    progress: () => undefined,
  }
  const simulated = await simulate(tools, { from: FROM, days: 7, changes: [], zone: 'UTC', ...wish })
  if (!simulated.ok) throw new Error(inEnglish(simulated.message))
  return simulated.simulation
}

/** A story a day at 10:00 UTC on the seven days before. */
async function aWeekOfStories(store: Store): Promise<void> {
  for (let day = 17; day < 24; day++) await publish(store, { key: `day ${day}` }, at(`2026-03-${day}T10:00:00Z`))
}

const untouched = async (store: Store): Promise<unknown> => [
  await store.db.selectFrom('deliveries').selectAll().execute(),
  await store.db.selectFrom('issues').selectAll().execute(),
  await store.db.selectFrom('briefings').selectAll().execute(),
  await store.db.selectFrom('digests').selectAll().execute(),
]

describe.each(eachDatabase)('looking ahead on $name', ({ url }) => {
  test('a week of daily stories is a mail a day, each at the reader’s own hour', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store)
    await aWeekOfStories(store)
    await reader(store, 'aiko@example.com', { hour: { zone: 'Asia/Tokyo', minute: 420, weekdays: 127 } })
    const before = await untouched(store)
    const { mails, counts, readers, briefings } = await look(store)
    expect(briefings).toBe(7)
    expect(readers).toEqual({ some: 1, none: 0 })
    // Cut at 06:00 UTC, read at 07:00 in Tokyo the next morning: the last cut's mail lies beyond the days looked at.
    expect(mails).toBe(7)
    expect(new Set(counts.map(({ hour }) => hour))).toEqual(new Set(['22:00']))
    expect(await untouched(store)).toEqual(before)
  })

  test('an installation in use is looked ahead of, too: sign-ups with their wording, briefings that people write, an old issue corrected', async () => {
    await using store = await openWorld(await url())
    const { db } = store
    await topics(store, 'world')
    await digest(store)
    await aWeekOfStories(store)
    await signUp(store, { address: 'layla@cairo.example' }, FROM)
    expect(await db.selectFrom('consents').selectAll().execute()).toMatchObject([{ wording_id: expect.any(Number) as number }])
    const person = { address: 'rosa@example.com', canonical: 'rosa@example.com', name: 'Rosa', role: 'editor' as const, language: 'en' }
    await markOpen(db, { briefingId: 1, personId: (await insertPerson(db, person, FROM)).id }, FROM)
    const window = { seqFrom: 0, seqTo: 0, overCap: 0, stories: [] }
    const old = await insertIssue(db, { digestId: 1, number: 1, dueAt: FROM - 90 * DAY, ...window }, FROM)
    for (let number = 2; number < 8; number++)
      await insertIssue(db, { digestId: 1, number, dueAt: FROM - DAY * (60 - number), ...window }, FROM)
    await db.updateTable('issues').set({ state: 'addressed' }).execute()
    await db.updateTable('issues').set({ corrects_id: old }).where('number', '=', 7).execute()
    await db.updateTable('digests').set({ next_number: 8 }).execute()
    // Cut at 06:00 UTC, read at 07:00 in Cairo the next morning, six times before the days looked at are over.
    expect((await look(store)).mails).toBe(6)
  })

  test('another hour of the digest moves the mails, and only in the copy', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store)
    await aWeekOfStories(store)
    await reader(store, 'david@example.com', { hour: { zone: 'UTC', minute: 450, weekdays: 127 } })
    expect((await look(store)).counts[0]).toMatchObject({ day: '2026-03-24', hour: '07:00' })
    const changed = await look(store, { changes: [{ key: 'digest.morning.hour', value: '08:00' }] })
    expect(changed.counts[0]).toMatchObject({ day: '2026-03-25', hour: '07:00' })
  })

  test('says what cannot be set, and lists what can', async () => {
    await using store = await openWorld(await url())
    await digest(store)
    await expect(look(store, { changes: [{ key: 'digest.evening.hour', value: '08:00' }] })).rejects.toThrow(
      'There is no digest "evening". The digests are: morning.',
    )
    await expect(look(store, { changes: [{ key: 'digest.colour', value: 'red' }] })).rejects.toThrow('Set digest.hour')
    await expect(look(store, { changes: [{ key: 'digest.hour', value: '25:00' }] })).rejects.toThrow('takes a time of day')
  })

  test('readers who get nothing are counted with the reason, and caps are told', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world', 'sport')
    await digest(store, { cap: 1 })
    await aWeekOfStories(store)
    await publish(store, { key: 'second of a day' }, at('2026-03-20T11:00:00Z'))
    await reader(store, 'rosa@example.com', { topics: ['sport'] })
    await reader(store, 'layla@example.com')
    const { readers, issues } = await look(store)
    expect(readers).toEqual({ some: 1, none: 1 })
    expect(issues.some(({ nothing }) => nothing['no-story-on-a-topic'] === 1)).toBe(true)
    expect(issues.filter(({ cappedMails }) => cappedMails > 0).length).toBeGreaterThan(0)
  })

  test('the night on which London’s clocks change is told, with how many readers live there', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store)
    await reader(store, 'david@example.com', { hour: { zone: 'Europe/London', minute: 420, weekdays: 127 } })
    expect((await look(store)).clockChanges).toEqual([{ zone: 'Europe/London', at: at('2026-03-29T01:00:00Z'), minutes: 60, readers: 1 }])
  })

  test('what is under way already is counted, and not sent twice', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store)
    await reader(store, 'layla@example.com')
    await publish(store, { key: 'a' }, at('2026-03-23T10:00:00Z'))
    await composeDue(store, at('2026-03-23T12:00:00Z'), () => undefined)
    const { storiesPerMail, mails } = await look(store, { days: 2 })
    expect([mails, storiesPerMail]).toEqual([2, { 1: 2 }])
  })
})
