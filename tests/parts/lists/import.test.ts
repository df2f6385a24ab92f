import { describe, expect, test } from 'vitest'
import { DAY, MINUTE } from '../../../src/domain/instant.ts'
import { confirmImport, dropImport } from '../../../src/flow/lists/begin-import.ts'
import { eraseReader } from '../../../src/flow/erase-reader.ts'
import { workOffImport } from '../../../src/flow/lists/work-off-import.ts'
import { forgetFiles } from '../../../src/flow/lists/work-off-lists.ts'
import { unsubscribe } from '../../../src/flow/unsubscribe.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { listConsents } from '../../../src/store/listings/consents.ts'
import { listSubscriptions } from '../../../src/store/listings/subscriptions.ts'
import { findVerdicts } from '../../../src/store/lists/imports.ts'
import { findSubscriber } from '../../../src/store/subscribers.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, NOON, openWorld, PUBLICATION, reader, suppress, topics } from '../../support/world.ts'
import { checked, CONSENT, imported, kept, ROSA, toolsOver } from './importing.ts'

async function openHouse(url: string) {
  const store = await openWorld(url)
  await topics(store, 'world', 'science')
  await digest(store)
  await digest(store, { slug: 'weekly' })
  return store
}

const everybody = async (store: Store): Promise<unknown> => {
  const tables = ['subscribers', 'subscriptions', 'consents', 'choices', 'suppressions'] as const
  return Promise.all(tables.map((table) => store.db.selectFrom(table).selectAll().orderBy('id').execute()))
}

const PEOPLE = [
  'E-Mail;Name;Topics;Time;Timezone;Language;Consented at',
  'Aiko@tokyo.example;Aiko;world,science;06:30;Asia/Tokyo;ja,en;2025-05-01',
  'david@london.example;"David ""Dave"" Smith";;;;;',
  'wei@shanghai.example;王伟;;;Asia/Shanghai;zh-Hans;',
  'no address;Nobody;;;;;',
  'layla@cairo.example;Layla;cooking;;;;',
  'DAVID@LONDON.EXAMPLE;David again;;;;;',
  'omar@cairo.example;Omar;;;Mars/Olympus;;',
  'digest@broadsheet.example;Ourselves;;;;;',
].join('\r\n')

describe.each(eachDatabase)('importing readers on $name', ({ url }) => {
  test('a check says what would happen, row by row, and changes nothing', async () => {
    await using store = await openHouse(await url())
    const before = await everybody(store)
    const found = await checked(store, PEOPLE)
    expect(found).toMatchObject({ state: 'checked', rowsChecked: 8 })
    expect(found.expected).toEqual({ added: 3, address: 1, topics: 1, repeated: 1, zone: 1, 'own-address': 1 })
    expect(await findVerdicts(store.db, found.id, 0)).toEqual([
      'added',
      'added',
      'added',
      'address',
      'topics',
      'repeated',
      'zone',
      'own-address',
    ])
    expect(await everybody(store)).toEqual(before)
  })

  test('erasing a reader forgets the files in which the reader may stand, but none that waits for a yes', async () => {
    await using store = await openHouse(await url())
    const [done, waiting] = [await imported(store, PEOPLE), await checked(store, PEOPLE)]
    const aiko = await findSubscriber(store.db, 'aiko@tokyo.example')
    await eraseReader(store, PUBLICATION, aiko?.id ?? 0, NOON)
    const blocks = await store.db.selectFrom('import_blocks').select('import_id').distinct().execute()
    expect(blocks.map(({ import_id }) => import_id)).toEqual([waiting.id])
    expect(await findVerdicts(store.db, done.id, 0)).toEqual([])
  })

  test('what was checked is what is done: readers with their choices, their words and their consent', async () => {
    await using store = await openHouse(await url())
    const done = await imported(store, PEOPLE)
    expect(done).toMatchObject({ state: 'done', done: done.expected, rowsDone: 8 })
    const listed = await listSubscriptions(store.db)
    expect(listed).toMatchObject([
      { address: 'Aiko@tokyo.example', zone: 'Asia/Tokyo', minute: 390, languages: ['ja', 'en'], topics: ['world', 'science'] },
      { address: 'david@london.example', name: 'David "Dave" Smith', zone: 'UTC', minute: 420, topics: ['world'] },
      { address: 'wei@shanghai.example', name: '王伟', languages: ['zh-Hans'] },
    ])
    const [consent] = await listConsents(store.db, 'aiko@tokyo.example')
    expect(consent).toMatchObject({ how: 'import', given: { at: Date.parse('2025-05-01') }, wording: { text: CONSENT } })
    const { words } = (await findSubscriber(store.db, 'wei@shanghai.example')) ?? {}
    expect(words).toContain('王伟')
  })

  test('twice is once', async () => {
    await using store = await openHouse(await url())
    await imported(store, PEOPLE)
    const before = await everybody(store)
    const again = await imported(store, PEOPLE)
    expect(again.done).toMatchObject({ unchanged: 3 })
    expect(again.done.added).toBeUndefined()
    expect(await everybody(store)).toEqual(before)
  })

  test('who is suppressed, has left, or was erased is never brought back, not even by an update', async () => {
    await using store = await openHouse(await url())
    await suppress(store.db, 'aiko@tokyo.example', 'hard')
    await reader(store, 'david@london.example')
    await reader(store, 'rosa@post.example')
    await unsubscribe(store, { subscriberId: 1, digestId: 1 }, { at: NOON, by: 'one-click' })
    await eraseReader(store, PUBLICATION, 2, NOON)
    const before = await everybody(store)
    const done = await imported(store, 'email\naiko@tokyo.example\ndavid@london.example\nrosa@post.example\n', { known: 'update' })
    expect(done.done).toEqual({ suppressed: 2, left: 1 })
    expect(await everybody(store)).toEqual(before)
    const exported = await imported(store, 'address,state\nnew@post.example,ended\nother@post.example,active\n')
    expect(exported.done).toEqual({ left: 1, added: 1 })
  })

  test('a reader’s own choices stay, unless the file is to replace what it says; then the history shows both', async () => {
    await using store = await openHouse(await url())
    await reader(store, 'david@london.example', { hour: { zone: 'Europe/London', minute: 480, weekdays: 127 } })
    const rows = 'email,name,time\ndavid@london.example,David,06:00\n'
    expect((await imported(store, rows)).done).toEqual({ updated: 1 })
    expect(await listSubscriptions(store.db)).toMatchObject([{ name: 'David', minute: 480, zone: 'Europe/London' }])
    expect((await imported(store, rows, { known: 'update' })).done).toEqual({ updated: 1 })
    expect(await listSubscriptions(store.db)).toMatchObject([{ minute: 360, zone: 'Europe/London' }])
    const history = await store.db.selectFrom('choices').select(['made_by', 'what']).orderBy('id').execute()
    expect(history.map(({ made_by }) => made_by)).toEqual(['person', 'import'])
    expect((await imported(store, rows, { known: 'update' })).done).toEqual({ unchanged: 1 })
  })

  test('a known reader gets a new digest beside the old one', async () => {
    await using store = await openHouse(await url())
    await reader(store, 'david@london.example')
    expect((await imported(store, 'email,digest\ndavid@london.example,weekly\naiko@tokyo.example,\n')).done).toEqual({
      joined: 1,
      added: 1,
    })
    expect((await listSubscriptions(store.db)).map(({ address, digest: of }) => [address.split('@')[0], of])).toEqual([
      ['david', 'morning'],
      ['aiko', 'morning'],
      ['david', 'weekly'],
    ])
  })

  test('killed in the middle, it is gone on with behind the last batch, by whoever comes first', async () => {
    await using store = await openHouse(await url())
    const rows = ['email', ...Array.from({ length: 1500 }, (_, index) => `reader${index}@post.example`)].join('\n')
    const { id } = await checked(store, rows)
    await confirmImport(store, id, ROSA)
    const stop = new AbortController()
    let ticks = 0
    const dying = { ...toolsOver(store), clock: () => (++ticks > 4 ? (stop.abort(), NOON) : NOON) }
    await workOffImport(dying, stop.signal, id)
    const half = await kept(store, id)
    expect(half.state).toBe('importing')
    expect(half.rowsDone).toBeGreaterThan(0)
    expect(half.rowsDone).toBeLessThan(1500)
    await store.db
      .updateTable('imports')
      .set({ lease_until: NOON + MINUTE })
      .execute()
    const going = new AbortController().signal
    expect(await workOffImport(toolsOver(store), going)).toBe(false)
    const later = { ...toolsOver(store), clock: () => NOON + 2 * MINUTE }
    expect(await workOffImport(later, going)).toBe(true)
    expect(await kept(store, id)).toMatchObject({ state: 'done', rowsDone: 1500, done: { added: 1500 } })
    const { count } = await store.db
      .selectFrom('consents')
      .select((all) => all.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    expect(count).toBe(1500)
  })

  test('a quote that nobody closes stops the check with the line, and nothing is imported', async () => {
    await using store = await openHouse(await url())
    const found = await checked(store, `email,name\na@post.example,"open\n${'b@post.example,x\n'.repeat(20_000)}`)
    expect(found).toMatchObject({ state: 'failed', message: expect.stringMatching(/^unreadable:\d+$/) as string })
    expect(await listSubscriptions(store.db)).toEqual([])
  })

  test('given up, or seven days after its end, the file is forgotten', async () => {
    await using store = await openHouse(await url())
    const first = await checked(store, PEOPLE)
    expect(await dropImport(store, first.id, ROSA)).toBe(true)
    expect(await confirmImport(store, first.id, ROSA)).toBe(false)
    await imported(store, PEOPLE)
    const blocks = async (): Promise<number> => (await store.db.selectFrom('import_blocks').select('number').execute()).length
    expect(await blocks()).toBe(1)
    await forgetFiles(store, NOON + 6 * DAY)
    expect(await blocks()).toBe(1)
    await forgetFiles(store, NOON + 8 * DAY)
    expect(await blocks()).toBe(0)
  })
})
