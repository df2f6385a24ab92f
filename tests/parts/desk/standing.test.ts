import { expect, test } from 'vitest'
import { approveDue } from '../../../src/flow/approve-issue.ts'
import { addressDue } from '../../../src/flow/address-issue.ts'
import { composeDigest } from '../../../src/flow/compose-issue.ts'
import { lookAtStanding } from '../../../src/flow/stand-up.ts'
import { setPlace } from '../../../src/store/installation.ts'
import { NOON, PUBLICATION, publish } from '../../support/world.ts'
import { openSite, readerOf, sqlite } from '../web/site.ts'
import { browse, worker } from './desk-site.ts'

const raise = (_: unknown, error: unknown): never => {
  throw error
}

test('a copy says on every page that it is held, and an admin who was asked says that it is the real one', async () => {
  const standing = { dataDir: '/nowhere', name: 'the copy' }
  await using site = await openSite(await sqlite.url(), { standing })
  const { store } = site
  await readerOf(site)
  await publish(store, { key: 'harbour' })
  await composeDigest(store, 'morning', NOON)
  await approveDue(store, PUBLICATION, NOON, raise)
  await addressDue(store, NOON, raise)
  await store.db
    .updateTable('deliveries')
    .set({ due_at: NOON - 1 })
    .execute()
  await setPlace(store.db, 'called the original')
  await worker(site, 'admin')
  await worker(site, 'editor')
  const [admin, editor] = [browse(site), browse(site)]
  await admin.signIn('admin@example.com')
  await editor.signIn('editor@example.com')

  for (const page of ['/desk', '/desk/briefings', '/desk/account']) {
    const { body } = await editor.get(page)
    expect([page, body.includes('Nothing is sent: this database lies elsewhere')]).toEqual([page, true])
    expect(body).toContain('/desk/standing')
  }
  expect((await editor.get('/desk/standing')).body).toContain('Only an admin can say so')
  const question = (await admin.get('/desk/standing')).body
  expect(question).toContain('1 mail waits here that was due before now.')

  // Without an answer to the question nothing changes.
  await admin.post('/desk/standing', {}, '/desk/standing')
  await admin.post('/desk/standing', { original: 'sent', until: 'yesterday' }, '/desk/standing')
  expect(await lookAtStanding({ store, ...standing })).toMatchObject({ held: 'elsewhere' })

  const until = '2026-03-10T12:00'
  expect((await admin.post('/desk/standing', { original: 'sent', until }, '/desk/standing')).headers.location).toBe('/desk/standing')
  const { body } = await admin.get('/desk/standing')
  expect(body).toContain('1 delivery counts as sent')
  expect(body).not.toContain('<form class="card')
  expect((await editor.get('/desk')).body).not.toContain('Nothing is sent')
  const [deed] = await store.db.selectFrom('audit').selectAll().where('subject', '=', 'installation').execute()
  expect([deed?.actor, deed?.action]).toEqual(['admin', 'installation.confirm'])
  expect(deed?.before).toContain('called the original')
  expect(JSON.parse(deed?.after ?? '{}')).toEqual({ place: 'called the copy', sentUntil: NOON, doubtful: 1, heldIssues: 0 })
})
