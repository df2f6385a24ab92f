import { expect, test } from 'vitest'
import { listConsents } from '../../../src/store/listings/consents.ts'
import { listWaitingSignUps } from '../../../src/store/listings/waiting-sign-ups.ts'
import { suppressByHand } from '../../../src/flow/suppress-by-hand.ts'
import { PUBLICATION } from '../../support/world.ts'
import { browse, worker } from '../desk/desk-site.ts'
import { openSite, readerOf, sqlite } from '../web/site.ts'

const FIELDS = {
  ...{ digest: 'morning', address: 'layla@cairo.example', name: 'Layla', topic: 'world', time: '06:30', zone: 'Africa/Cairo', day: 'mon' },
  ...{ languages: 'ar, en', format: 'html', consent: 'Asked by telephone on 3 March' },
}

test('one reader is added at the desk: asked first, or at once where the person has agreed elsewhere, and never without saying where', async () => {
  await using site = await openSite(await sqlite.url())
  await readerOf(site)
  await worker(site, 'admin')
  const admin = browse(site)
  await admin.signIn('admin@example.com')
  const add = (fields: Record<string, string>) => admin.post('/desk/subscribers/new', { ...FIELDS, ...fields }, '/desk/subscribers/new')

  expect((await add({ consent: ' ' })).body).toContain('nobody is added without')
  const typed = (await add({ address: 'layla' })).body
  expect([typed.includes('An @ is missing'), typed.includes('value="Layla"')]).toEqual([true, true])
  expect((await add({ agreed: 'no' })).headers.location).toBe('/desk/subscribers/unconfirmed')
  expect(await listWaitingSignUps(site.store.db, { limit: 10 })).toMatchObject([{ address: 'layla@cairo.example', name: 'Layla' }])
  expect(await listConsents(site.store.db, 'layla@cairo.example')).toEqual([])

  expect((await add({ agreed: 'yes', address: 'rosa@saopaulo.example' })).headers.location).toMatch(/^\/desk\/subscribers\/\d+$/)
  expect(await listConsents(site.store.db, 'rosa@saopaulo.example')).toMatchObject([{ how: 'desk', wording: { text: FIELDS.consent } }])
  expect((await add({ agreed: 'no', address: 'rosa@saopaulo.example' })).body).toContain('reads this digest already')
  await site.store.db.updateTable('subscriptions').set({ state: 'ended' }).execute()
  expect((await add({ agreed: 'yes', address: 'rosa@saopaulo.example' })).body).toContain('has left this digest, and stays so')
  await suppressByHand({ store: site.store, publication: PUBLICATION }, { address: 'david@london.example', note: 'asked', by: 'tests' }, 1)
  expect((await add({ agreed: 'yes', address: 'david@london.example' })).body).toContain('we do not write to this address (by hand)')

  const deeds = await site.store.db.selectFrom('audit').select('after').where('action', '=', 'subscriber.add').orderBy('id').execute()
  expect(deeds.map(({ after }) => (JSON.parse(after ?? '{}') as { hasAgreed: boolean }).hasAgreed)).toEqual([false, true])
})
