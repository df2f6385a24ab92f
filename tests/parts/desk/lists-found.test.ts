import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { ALL_READERS } from '../../../src/domain/reader-filter.ts'
import { beginBulk } from '../../../src/flow/lists/bulk.ts'
import { beginImport } from '../../../src/flow/lists/begin-import.ts'
import { listCountedMails } from '../../../src/store/listings/counted-mails.ts'
import { listWaitingSignUps } from '../../../src/store/listings/waiting-sign-ups.ts'
import { idOf, walk } from '../../../src/store/listings/walk.ts'
import { eachDatabase } from '../../support/databases.ts'
import { NOON, openWorld } from '../../support/world.ts'
import { ask, openPublication, signUp } from '../sign-up/signing-up.ts'
import { openSending } from '../deliver/sending.ts'
import { browse } from './desk-site.ts'
import { openFurnished } from './furnished-site.ts'

const BY = { actor: { id: null, name: 'Rosa' }, now: NOON }
const [AIKO, DAVID] = ['aiko@tokyo.example', 'david@london.example'] as const

describe.each(eachDatabase)('what figures count, on $name', ({ url }) => {
  test('mails are found by how they ended, by their reader, and page by page', async () => {
    await using sending = await openSending(await url(), { readers: [AIKO, DAVID, 'rosa@post.example'] })
    sending.server.answer({ at: 'rcpt', to: DAVID }, '550 5.1.1 User unknown')
    await sending.run()
    const { store } = sending
    const find = async (wish: Omit<Parameters<typeof listCountedMails>[1], 'limit'>) =>
      (await listCountedMails(store, { limit: 9, ...wish })).rows.map(({ address, digest, number }) => `${address} ${digest} ${number}`)
    expect((await find({ kind: 'accepted' })).toSorted()).toEqual([`${AIKO} morning 1`, 'rosa@post.example morning 1'])
    expect(await find({ kind: 'refused' })).toEqual([`${DAVID} morning 1`])
    for (const search of ['rosa', '@post', 'rosa@post.example', 'ROSA @po'])
      expect([search, await find({ kind: 'accepted', search })]).toEqual([search, ['rosa@post.example morning 1']])
    expect(await find({ kind: 'accepted', search: '%' })).toEqual([])
    const { rows, goOn } = await listCountedMails(store, { kind: 'accepted', limit: 1 })
    expect(goOn).toBe(rows[0]?.id)
    expect(await listCountedMails(store, { kind: 'accepted', limit: 9, behind: goOn })).toMatchObject({
      rows: [{ id: 1 }],
      goOn: undefined,
    })
    const news = { heard_at: NOON, class: 'hard', reason: 'user-unknown', follows: 'nothing', rule: 'x', text: '550 gone', via: 'smtp' }
    await store.db
      .insertInto('delivery_news')
      .values({ ...news, delivery_id: goOn ?? 0, kind: 'failed', reply_code: null, status: null, provider: null })
      .execute()
    expect(await listCountedMails(store, { kind: 'bounced', limit: 9 })).toMatchObject({ rows: [{ said: '550 gone', issueId: 1 }] })
    expect(await find({ kind: 'complained' })).toEqual([])
  })

  test('a search that finds few ends behind so many lines and goes on, in both directions, until it has looked at all', async () => {
    await using store = await openWorld(await url())
    const actions = Array.from({ length: 23 }, (_, index) => (index % 10 === 4 ? 'rare' : 'usual'))
    const deeds = actions.map((action) => ({
      ...{ at: NOON, actor_id: null, actor: 'Rosa', action, subject: 'x' },
      before: null,
      after: null,
    }))
    await store.db.insertInto('audit').values(deeds).execute()
    const pagesOf = async (isUp: boolean) => {
      const pages: number[][] = []
      for (let behind: number | undefined; pages.length < 9;) {
        const way = { table: 'audit' as const, behind, limit: 2, isSought: true, isUp, most: 5, keyOf: idOf }
        const page = await walk(store.db, way, async ({ after, before, limit }) => {
          const within = store.db
            .selectFrom('audit')
            .select('id')
            .where('action', '=', 'rare')
            .where('id', '>', after)
            .where('id', '<', before)
          return within
            .orderBy('id', isUp ? 'asc' : 'desc')
            .limit(limit)
            .execute()
        })
        pages.push(page.rows.map(({ id }) => id))
        if (page.goOn === undefined) return pages
        behind = page.goOn
      }
      throw new Error('It never ended')
    }
    expect(await pagesOf(false)).toEqual([[], [15], [], [5], []])
    expect(await pagesOf(true)).toEqual([[5], [], [15], [], []])
  })

  test('who asked and never confirmed is listed once, and not any more once confirmed', async () => {
    await using store = await openPublication(await url())
    for (const at of [NOON, NOON + 1]) await ask(store, { address: AIKO, name: 'Aiko' }, at)
    await ask(store, { address: DAVID, name: 'David' }, NOON + 2)
    const waiting = async (search = '') => (await listWaitingSignUps(store.db, { search, limit: 9 })).map(({ address }) => address)
    expect(await waiting()).toEqual([DAVID, AIKO])
    expect(await waiting('TOKYO')).toEqual([AIKO])
    await signUp(store, { address: DAVID, name: 'David' }, NOON + 3)
    expect(await waiting()).toEqual([AIKO])
  })
})

test('an admin sends the mail to confirm again, and forgets who never did', async () => {
  await using site = await openFurnished()
  const admin = browse(site)
  await admin.signIn('admin@example.com')
  const page = '/desk/subscribers/unconfirmed'
  expect((await admin.get(page)).body).toContain('layla@cairo.example')
  // A digest is called by its name, not by what stands in addresses.
  for (const list of [page, '/desk/subscribers']) expect((await admin.get(list)).body).toMatch(/>Morning<\/(?:a|span)>/)
  expect((await admin.get(`${page}?q=nobody`)).body).toContain('Nothing found')
  const count = () => site.store.db.selectFrom('sign_ups').select('id').execute()
  expect((await admin.post(`${page}/1/again`, {}, page)).headers.location).toBe(page)
  expect(await count()).toHaveLength(2)
  expect((await admin.get(page)).body).toContain('The mail is sent once more.')
  expect((await admin.post(`${page}/2/forget`, {}, page)).headers.location).toBe(page)
  expect(await count()).toHaveLength(0)
  expect((await admin.post(`${page}/2/forget`, {}, '/desk')).statusCode).toBe(404)
  const log = await site.store.db.selectFrom('audit').select('action').where('subject', 'like', 'sign-up:%').orderBy('id').execute()
  expect(log.map(({ action }) => action)).toEqual(['sign-up.again', 'sign-up.forget'])
})

test('imports and bulk actions are found by file, person and kind, and turned page by page', async () => {
  await using site = await openFurnished()
  const admin = browse(site)
  await admin.signIn('admin@example.com')
  for (let number = 1; number <= 20; number++)
    await beginImport(site.store, { name: `fair-${number}.csv`, bytes: Readable.from([Buffer.from('email\na@b.example\n')]) }, BY)
  const target = { filter: ALL_READERS, subscriberIds: null }
  for (let number = 1; number <= 30; number++) await beginBulk(site.store, { target, action: { kind: 'leave', digestId: null } }, BY)
  const filesIn = async (path: string) =>
    [...(await admin.get(path)).body.matchAll(/import\/\d+" dir="auto">([^<]+)</g)].map(([, name]) => name)
  expect(await filesIn('/desk/subscribers/import')).toHaveLength(20)
  expect(await filesIn('/desk/subscribers/import?before=2')).toEqual(['people.csv'])
  expect(await filesIn('/desk/subscribers/import?q=PEOPLE')).toEqual(['people.csv'])
  const runs = '/desk/subscribers/bulk'
  expect((await admin.get(runs)).body).toContain(`href="${runs}?before&#x3D;2"`)
  const timely = (await admin.get(`${runs}?q=hour`)).body
  expect([...timely.matchAll(/subscribers\/bulk\/(\d+)"/g)].map(([, id]) => id)).toEqual(['1'])
  expect((await admin.get(`${runs}?q=nobody`)).body).toContain('Nothing found')
})

test('the doctor is called from the page of transports by an admin alone, and what is found stands there', async () => {
  await using site = await openFurnished()
  let called = 0
  site.options.examine = async () => void called++
  const { buildServer } = await import('../../../src/web/build-server.ts')
  await using server = await buildServer(site.options)
  const own = { ...site, server }
  const admin = browse(own)
  await admin.signIn('admin@example.com')
  const page = await admin.get('/desk/transports')
  expect(page.body).toContain('action="/desk/transports/doctor"')
  expect((await admin.post('/desk/transports/doctor', {}, '/desk/transports')).headers.location).toBe('/desk/transports')
  expect(called).toBe(1)
  const publisher = browse(own)
  await publisher.signIn('publisher@example.com')
  expect((await publisher.get('/desk/transports')).body).not.toContain('transports/doctor')
  expect((await publisher.post('/desk/transports/doctor', {}, '/desk')).statusCode).toBe(403)
  expect(called).toBe(1)
})
