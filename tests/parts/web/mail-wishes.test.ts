import { describe, expect, test } from 'vitest'
import { findMailWishes } from '../../../src/store/listings/mail-wishes.ts'
import { findSubscription } from '../../../src/store/subscriptions.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, PUBLICATION, reader, topics } from '../../support/world.ts'
import { FORM, openSite, tokenOf } from './site.ts'

const FORM_OF_ALL = { topic: 'world', hour: '07:00', zone: 'UTC', day: 'mon', language: 'en', format: 'html', wish: 'change' }
const LAYLA = 'layla@cairo.example'

describe.each(eachDatabase)('what a reader wishes of mails, on $name', ({ url }) => {
  test('is shown where it can be had, kept, and taken back: how many a day, in one mail, a note, quiet hours', async () => {
    await using site = await openSite(await url(), { catcher: false })
    const { store, server } = site
    await topics(store, 'world')
    await digest(store, { silentAfter: 3 })
    await digest(store, { slug: 'alerts', release: 'instant', quiet: { from: 1320, until: 420 } })
    await reader(store, LAYLA)
    const morning = await tokenOf(store, LAYLA)
    const page = (await server.inject(`/p/${morning}`)).body
    expect(page).toContain('Tell me when there has been nothing for 3 issues')
    expect([page.includes('name="quiet-from"'), page.includes('name="joins"')]).toEqual([false, false])
    await reader(store, LAYLA, { digest: 'alerts' })
    const own = (await server.inject(`/p/${morning}`)).body
    expect(own).toContain('name="joins" value="yes" checked')
    const path = new URL(PUBLICATION.links.preferences({ subscriberId: 1, digestId: 2 })).pathname

    const post = (to: string, fields: Record<string, string>, asked: string[]) => {
      const pairs = [...Object.entries({ ...FORM_OF_ALL, ...fields }), ...asked.map((name) => ['asked', name])]
      return server.inject({ method: 'POST', url: to, headers: FORM, payload: new URLSearchParams(pairs).toString() })
    }
    const saved = await post(`/p/${morning}`, { most: '2', note: 'yes' }, ['most', 'joins', 'note'])
    expect(saved.statusCode).toBe(200)
    expect(await findMailWishes(store.db, 1)).toEqual({ mailsADay: 2, joins: false })
    expect((await findSubscription(store.db, { subscriberId: 1, digestId: 1 }))?.silentNote).toBe(true)
    // A form without these fields, such as one that was open since before, changes none of them.
    await post(`/p/${morning}`, { hour: '08:00' }, [])
    expect(await findMailWishes(store.db, 1)).toEqual({ mailsADay: 2, joins: false })

    const quietIn = async () => (await findSubscription(store.db, { subscriberId: 1, digestId: 2 }))?.quiet
    expect((await server.inject(path)).body).toContain('name="quiet-from" type="time" value="22:00"')
    await post(path, { 'quiet-from': '23:00', 'quiet-until': '06:30' }, ['quiet'])
    expect(await quietIn()).toEqual({ from: 1380, until: 390 })
    await post(path, { 'quiet-from': '', 'quiet-until': '' }, ['quiet'])
    expect(await quietIn()).toEqual({ from: 0, until: 0 })
    await post(path, { 'quiet-from': '22:00', 'quiet-until': '07:00' }, ['quiet'])
    expect(await quietIn()).toBeNull()
    // Nobody is asked for an hour who does not wait for one, and the one that is kept stays.
    const alerts = (await server.inject(path)).body
    expect(alerts).toContain('As soon as something important is out')
    expect(/type="time" required|type="checkbox" name="day"/.exec(alerts)).toBeNull()
    expect(alerts).toContain('<input type="hidden" name="hour" value="07:00">')
    const faulty = await post(path, { 'quiet-from': '22:00', 'quiet-until': '' }, ['quiet'])
    expect([faulty.statusCode, faulty.body.includes('Write both times, such as 22:00 and 07:00')]).toEqual([422, true])
  })
})
