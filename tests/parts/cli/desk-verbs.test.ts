import { expect, test } from 'vitest'
import { addPerson } from '../../../src/flow/desk/add-person.ts'
import { keepUnmatched } from '../../../src/store/unmatched-reports.ts'
import { digest, NOON, openWorld, reader, topics } from '../../support/world.ts'
import { postfixReport } from '../../rules/reports/raw-mail.ts'
import { openSending } from '../deliver/sending.ts'
import { ask, openPublication } from '../sign-up/signing-up.ts'
import { sqlite } from '../web/site.ts'
import { commandsOver } from './commands-over.ts'

const [AIKO, DAVID] = ['aiko@tokyo.example', 'david@london.example'] as const
const has = (text: string): string => expect.stringContaining(text) as string

test('one reader is shown, paused, renamed, moved, ended and erased, and who did it stands in the log', async () => {
  await using store = await openWorld(await sqlite.url())
  await topics(store, 'world')
  await digest(store)
  await reader(store, AIKO)
  const run = commandsOver(store)
  const one = (verb: string, ...more: string[]) => run('subscriber', verb, AIKO, ...more)
  expect(await one('pause', '--digest', 'morning', '--until', '2026-03-01')).toMatchObject({ code: 1, err: has('That day is over') })
  expect(await one('pause', '--digest', 'morning', '--until', 'soon')).toMatchObject({ code: 1, err: has('Write a day') })
  expect(await one('pause', '--digest', 'morning', '--until', '2026-04-01')).toMatchObject({ code: 0 })
  expect((await one('show')).out).toMatch(/aiko@tokyo\.example.*\n.*\nmorning +paused until 2026-04-01T00:00:00Z/)
  expect(await one('resume', '--digest', 'morning')).toMatchObject({ code: 0, out: has('gets morning again') })
  expect(await one('rename', 'Aiko')).toMatchObject({ code: 0 })
  expect(await one('move', 'no address')).toMatchObject({ code: 1, err: has('"address check"') })
  expect(await one('move', 'aiko@kyoto.example')).toMatchObject({ out: has('mails go to aiko@tokyo.example') })
  expect(await one('leave', '--digest', 'evening')).toMatchObject({ code: 1, err: has('no such subscription') })
  expect(await one('leave', '--digest', 'morning')).toMatchObject({ code: 0 })
  expect((await one('show')).out).toMatch(/Aiko[^]*morning +ended/)
  expect(await one('erase')).toMatchObject({ code: 1, err: has('Say --yes') })
  expect(await one('erase', '--yes')).toMatchObject({ code: 0 })
  expect(await one('show')).toMatchObject({ code: 1, err: has('Nobody here has the address') })
  const log = await store.db.selectFrom('audit').select(['action', 'actor']).orderBy('id').execute()
  expect(log.map(({ action }) => action.replace('subscriber.', '')).join(' ')).toContain('pause resume rename move leave erase')
  expect(new Set(log.map(({ actor }) => actor))).toEqual(new Set(['command line']))
})

test('many readers are counted, changed with --yes, and put back', async () => {
  await using store = await openWorld(await sqlite.url())
  await topics(store, 'world', 'sport')
  await digest(store)
  for (const address of [AIKO, DAVID]) await reader(store, address)
  const run = commandsOver(store)
  const topicsOf = async () =>
    (await store.db.selectFrom('subscriptions').select('topics').orderBy('id').execute()).map((one) => one.topics)
  const take = ['bulk', 'do', 'take-topic', '--take', 'sport', '--search', 'aiko']
  expect(await run(...take)).toMatchObject({ value: { readers: 1, done: false }, out: has('say --yes') })
  expect(await topicsOf()).toEqual(['1', '1'])
  expect(await run('bulk', 'do', 'take-topic', '--take', 'nothing', '--yes')).toMatchObject({ code: 1, err: has('"topic list"') })
  expect(await run('bulk', 'do', 'hour', '--yes')).toMatchObject({ code: 1, err: has('--to-hour') })
  expect(await run('bulk', 'do', 'leave', '--search', 'nobody', '--yes')).toMatchObject({ code: 1, err: has('finds nobody') })
  expect(await run(...take, '--in', 'morning', '--yes')).toMatchObject({ code: 0, out: has('1 changed') })
  expect(await topicsOf()).toEqual(['1,2', '1'])
  expect((await run('bulk', 'list')).out).toMatch(/1 +2026-03-10T12:00:00Z +take-topic +done +1 +command line +q=aiko/)
  expect(await run('bulk', 'undo', '1')).toMatchObject({ code: 0, out: has('1 readers are as before') })
  expect(await topicsOf()).toEqual(['1', '1'])
  expect(await run('bulk', 'undo', '1')).toMatchObject({ code: 1, err: has('"bulk list"') })
})

test('filters are kept for a person, listed and forgotten', async () => {
  await using store = await openWorld(await sqlite.url())
  await addPerson(store, { address: 'rosa@example.com', name: 'Rosa', role: 'admin', language: 'en' }, { id: null, name: 'tests' }, NOON)
  const run = commandsOver(store)
  const of = ['--for', 'rosa@example.com']
  expect(await run('filter', 'keep', 'Tokyo', ...of)).toMatchObject({ code: 1, err: has('--zone') })
  expect(await run('filter', 'keep', 'Tokyo', ...of, '--zone', 'Asia/Tokyo')).toMatchObject({ code: 0 })
  expect((await run('filter', 'list', ...of)).out).toMatch(/1 +Tokyo +zone=Asia%2FTokyo/)
  expect(await run('filter', 'forget', '7', ...of)).toMatchObject({ code: 1, err: has('filter list') })
  expect(await run('filter', 'forget', '1', ...of)).toMatchObject({ code: 0 })
  expect(await run('filter', 'list', '--for', 'nobody@example.com')).toMatchObject({ code: 1, err: has('"person list"') })
})

test('who never confirmed is listed, written to again, and forgotten', async () => {
  await using store = await openPublication(await sqlite.url())
  await ask(store, {}, NOON)
  const run = commandsOver(store)
  expect((await run('sign-up', 'list')).out).toMatch(/1 +layla@cairo\.example +Layla +morning +asked/)
  expect(await run('sign-up', 'again', '1')).toMatchObject({ code: 0 })
  expect(await run('sign-up', 'forget', '2')).toMatchObject({ code: 0 })
  expect(await run('sign-up', 'forget', '2')).toMatchObject({ code: 1, err: has('"sign-up list"') })
  expect((await run('sign-up', 'list')).value).toEqual([])
})

test('reports that are nobody’s are assigned or dropped, and doubtful deliveries settled together once their number is told', async () => {
  await using sending = await openSending(await sqlite.url(), { readers: [AIKO, DAVID] })
  await sending.run()
  const { store } = sending
  const kept = { received_at: NOON, via: 'smtp', provider: null, recipient: 'x@broadsheet.example', why: 'forged' }
  for (let made = 0; made < 3; made++)
    await keepUnmatched(store.db, { ...kept, raw: Buffer.from(postfixReport(AIKO, '550 5.1.1 User unknown', { status: '5.1.1' })) })
  const run = commandsOver(store, NOON + 1)
  expect(await run('report', 'assign', '9', '1')).toMatchObject({ code: 1, err: has('--unmatched') })
  expect(await run('report', 'assign', '1', '99')).toMatchObject({ code: 1, err: has('no such delivery') })
  expect(await run('report', 'assign', '1', '1')).toMatchObject({ code: 0, out: has('counts for delivery 1') })
  expect(await run('report', 'drop')).toMatchObject({ code: 1, err: has('--through') })
  expect(await run('report', 'drop', '--through', '3')).toMatchObject({ value: { dropped: 2 } })
  expect(await run('report', 'drop', '2')).toMatchObject({ code: 1 })

  await store.db.updateTable('deliveries').set({ state: 'doubtful' }).execute()
  expect(await run('delivery', 'settle-all', 'accepted')).toMatchObject({ value: { deliveries: 2, done: false } })
  expect(await run('delivery', 'settle-all', 'accepted', '--issue', '7', '--yes')).toMatchObject({ code: 1, err: has('"issue list"') })
  expect(await run('delivery', 'settle-all', 'accepted', '--issue', '1', '--yes')).toMatchObject({ value: { deliveries: 2, done: true } })
  expect((await sending.deliveries()).map(({ state }) => state)).toEqual(['accepted', 'accepted'])
})
