import { describe, expect, test } from 'vitest'
import { assignReport, dropReports } from '../../../src/flow/assign-report.ts'
import { settleManyDoubtful } from '../../../src/flow/settle-many-doubtful.ts'
import { keepUnmatched } from '../../../src/store/unmatched-reports.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, NOON, openWorld, PUBLICATION, reader, topics } from '../../support/world.ts'
import { browse, worker } from './desk-site.ts'
import { openFurnished } from './furnished-site.ts'

const TESTS = { id: null, name: 'tests' }
const BOUNCE = [
  'From: MAILER-DAEMON@mx.example',
  'Subject: Undelivered Mail Returned to Sender',
  'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
  '',
  '--b',
  'Content-Type: message/delivery-status',
  '',
  'Reporting-MTA: dns; mx.example',
  '',
  'Final-Recipient: rfc822; r1@example.com',
  'Action: failed',
  'Status: 5.1.1',
  'Diagnostic-Code: smtp; 550 5.1.1 user unknown',
  '',
  '--b--',
  '',
].join('\r\n')

describe.each(eachDatabase)('what a person decides, on $name', ({ url }) => {
  const open = async () => {
    const store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store)
    for (const id of [1, 2, 3]) {
      await reader(store, `r${id}@example.com`)
      const row = { issue_id: id < 3 ? 1 : 2, subscriber_id: id, state: 'doubtful' as const, due_at: NOON, next_at: NOON, low: 1, high: 0 }
      await store.db
        .insertInto('deliveries')
        .values({ ...row, topics: '1', language: 'en', format: 'html', attempts: 1 })
        .execute()
    }
    return store
  }
  const states = async (store: Awaited<ReturnType<typeof open>>) =>
    (await store.db.selectFrom('deliveries').select('state').orderBy('id').execute()).map(({ state }) => state)

  test('settles one doubtful delivery, those of an issue, or all, and is written down', async () => {
    await using store = await open()
    const settle = (which: Parameters<typeof settleManyDoubtful>[1]['which'], verdict: 'accepted' | 'again') =>
      settleManyDoubtful(store, { which, verdict }, TESTS, NOON + 1)
    expect(await settle({ ids: [1] }, 'accepted')).toBe(1)
    expect(await settle({ ids: [1] }, 'again')).toBe(0)
    expect(await states(store)).toEqual(['accepted', 'doubtful', 'doubtful'])
    expect(await settle({ issueId: 2 }, 'again')).toBe(1)
    expect(await settle({ issueId: null }, 'accepted')).toBe(1)
    expect(await states(store)).toEqual(['accepted', 'accepted', 'queued'])
    const deeds = await store.db.selectFrom('audit').select(['action', 'subject']).orderBy('id').execute()
    expect(deeds.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
      'delivery.accepted delivery:1',
      'delivery.again issue:2',
      'delivery.accepted deliveries',
    ])
  })

  test('lets a report count for the delivery that it is about, or drops it', async () => {
    await using store = await open()
    const keep = (raw: string) =>
      keepUnmatched(store.db, {
        received_at: NOON,
        via: 'smtp',
        provider: null,
        recipient: 'x@y.example',
        why: 'forged',
        raw: Buffer.from(raw),
      })
    await keep(BOUNCE)
    await keep('no report')
    const tools = { store, publication: PUBLICATION }
    const assign = (reportId: number, deliveryId: number) => assignReport(tools, { reportId, deliveryId }, TESTS, NOON)
    expect(await assign(1, 99)).toEqual({ ok: false, reason: 'no-such-delivery' })
    expect(await assign(9, 1)).toEqual({ ok: false, reason: 'no-such-report' })
    expect(await assign(1, 1)).toEqual({ ok: true, verdict: 'counted' })
    expect(await store.db.selectFrom('suppressions').select(['canonical', 'reason']).execute()).toEqual([
      { canonical: 'r1@example.com', reason: 'hard' },
    ])
    expect(await dropReports(store, { through: 5 }, TESTS, NOON)).toBe(1)
    expect(await store.db.selectFrom('unmatched_reports').select('id').execute()).toEqual([])
  })
})

test('suppressions are added and lifted with a reason, exported safely, and everything is written down', async () => {
  await using site = await openFurnished()
  const admin = browse(site)
  await admin.signIn('admin@example.com')
  await admin.post('/desk/suppressions', { address: 'Rosa@example.com', why: '=cmd()' }, '/desk/suppressions')
  expect((await admin.get('/desk/suppressions')).body).toContain('rosa@example.com')
  const exported = await admin.get('/desk/suppressions/export')
  expect(exported.headers['content-disposition']).toContain('suppressions.csv')
  expect(exported.body).toMatch(
    /^\uFEFFaddress,reason,since,by,note\r\nrosa@example\.com,manual,2026-03-10T12:00:00\.000Z,admin,"?'=cmd\(\)/,
  )
  await admin.post('/desk/suppressions/lift', { address: 'rosa@example.com', why: 'she asked' }, '/desk/suppressions')
  expect((await admin.get('/desk/suppressions?address=rosa@example.com')).body).toMatch(/she asked/)
  const deeds = await site.store.db.selectFrom('audit').select(['action', 'actor']).where('action', 'like', 'suppression%').execute()
  expect(deeds).toEqual([
    { action: 'suppression.add', actor: 'admin' },
    { action: 'suppression.lift', actor: 'admin' },
  ])
})

test('a key is shown once, and revoked; a stolen laptop’s session ends; moments stand in one’s own zone', async () => {
  await using site = await openFurnished()
  const admin = browse(site)
  await admin.signIn('admin@example.com')
  const made = await admin.post('/desk/keys', { name: 'importer', read: 'on' }, '/desk/keys')
  const [, key = ''] = /value="(bs_[^"]+)"/.exec(made.body) ?? []
  expect(key).toMatch(/^bs_[\w-]{43}$/)
  expect((await admin.get('/desk/keys')).body).not.toContain(key)
  expect((await admin.post('/desk/keys/1/end', {}, '/desk/keys')).statusCode).toBe(303)
  expect((await admin.post('/desk/keys/1/end', {}, '/desk/keys')).statusCode).toBe(404)

  const rosa = await worker(site, 'editor', 'rosa@example.com')
  const laptop = browse(site)
  await laptop.signIn('rosa@example.com')
  expect((await laptop.get('/desk')).statusCode).toBe(200)
  await admin.post(`/desk/people/${rosa}/sessions`, {}, '/desk/people')
  expect((await laptop.get('/desk')).headers.location).toMatch(/sign-in/)
  const recovered = await admin.post(`/desk/people/${rosa}/recover`, {}, '/desk/people')
  expect(recovered.body).toMatch(/\/desk\/welcome\/[\w-]{43}/)
  expect((await laptop.signIn('rosa@example.com')).statusCode).toBe(403)

  expect(
    (await admin.post('/desk/account/profile', { name: 'Aiko', zone: 'Mars/Olympus', language: 'en' }, '/desk/account')).statusCode,
  ).toBe(422)
  await admin.post('/desk/account/profile', { name: 'Aiko', zone: 'asia/tokyo', language: 'zh' }, '/desk/account')
  const front = (await admin.get('/desk')).body
  expect(front).toContain('21:00')
  expect(front).toContain('lang="zh"')
})
