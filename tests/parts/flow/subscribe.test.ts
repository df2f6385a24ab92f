import { describe, expect, test } from 'vitest'
import { EVERY_DAY } from '../../../src/domain/weekdays.ts'
import { subscribe, type Wish } from '../../../src/flow/subscribe.ts'
import { unsubscribe } from '../../../src/flow/unsubscribe.ts'
import { listConsents } from '../../../src/store/listings/consents.ts'
import { listSubscriptions } from '../../../src/store/listings/subscriptions.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, NOON, openWorld, topics, PUBLICATION } from '../../support/world.ts'
import { told } from '../../support/told.ts'

const WISH: Wish = {
  address: 'aiko@example.com',
  name: 'Aiko',
  digest: 'morning',
  topics: ['world'],
  hour: { zone: 'Asia/Tokyo', minute: 420, weekdays: EVERY_DAY },
  languages: ['en'],
  format: 'html',
}

describe.each(eachDatabase)('subscribing on $name', ({ url }) => {
  test('a reader’s name is stored without what could steer a terminal or turn a line around', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store)
    await subscribe({ store, publication: PUBLICATION }, { ...WISH, name: ' \u001b[31mAi\u202eko\r\nBcc: x ' }, NOON)
    expect(await listSubscriptions(store.db)).toMatchObject([{ name: '[31mAiko Bcc: x' }])
  })

  test('a consent is written down for whoever is added, and again for who comes back, but not for a change', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world', 'sport')
    await digest(store)
    await subscribe({ store, publication: PUBLICATION }, WISH, NOON)
    await subscribe({ store, publication: PUBLICATION }, { ...WISH, topics: ['sport'] }, NOON + 1)
    await unsubscribe(store, { subscriberId: 1, digestId: 1 }, { at: NOON + 2, by: 'page' })
    await subscribe({ store, publication: PUBLICATION }, { ...WISH, comeBack: true }, NOON + 3)
    const place = { network: '', browser: '' }
    expect(await listConsents(store.db, 'aiko@example.com')).toMatchObject([
      { digest: 'morning', how: 'command-line', wording: null, asked: { at: NOON, ...place }, given: { at: NOON, ...place } },
      { digest: 'morning', how: 'command-line', wording: null, asked: { at: NOON + 3, ...place }, given: { at: NOON + 3, ...place } },
    ])
  })

  test('who has unsubscribed is not subscribed again by somebody else, but comes back when asking to', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store)
    await subscribe({ store, publication: PUBLICATION }, WISH, NOON)
    await unsubscribe(store, { subscriberId: 1, digestId: 1 }, { at: NOON, by: 'one-click' })
    expect(told(await subscribe({ store, publication: PUBLICATION }, WISH, NOON))).toMatchObject({
      ok: false,
      message: expect.stringMatching(/has unsubscribed/) as string,
    })
    expect(await listSubscriptions(store.db)).toMatchObject([{ state: 'ended' }])
    expect(await subscribe({ store, publication: PUBLICATION }, { ...WISH, comeBack: true }, NOON)).toMatchObject({ ok: true })
    expect(await listSubscriptions(store.db)).toMatchObject([{ state: 'active' }])
  })

  test('a name without end and a reader without languages are refused, with words', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store)
    expect(told(await subscribe({ store, publication: PUBLICATION }, { ...WISH, name: 'o'.repeat(81) }, NOON))).toMatchObject({
      ok: false,
      message: expect.stringMatching(/at most 80/) as string,
    })
    expect(told(await subscribe({ store, publication: PUBLICATION }, { ...WISH, languages: [] }, NOON))).toMatchObject({
      ok: false,
      message: expect.stringMatching(/at least one language/) as string,
    })
    expect(await listSubscriptions(store.db)).toEqual([])
  })
})
