import { describe, expect, test } from 'vitest'
import { DAY } from '../../../src/domain/instant.ts'
import { askNewAddress } from '../../../src/flow/ask-new-address.ts'
import { forgetPassed } from '../../../src/flow/forget-passed.ts'
import { makeAddressChange } from '../../../src/flow/make-address-change.ts'
import { muteTopic } from '../../../src/flow/mute-topic.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, NOON, openWorld, PUBLICATION, reader, topics } from '../../support/world.ts'

const PHONE = { network: '203.0.113.7', browser: 'A phone' }

const changesIn = async ({ db }: Store): Promise<string[]> =>
  (await db.selectFrom('address_changes').selectAll().orderBy('id').execute()).map(({ address, state, asked_network }) =>
    `${address} ${state} ${asked_network}`.trim(),
  )

async function openReader(url: string): Promise<Store & AsyncDisposable> {
  const store = await openWorld(url)
  await topics(store, 'world', 'sport')
  await digest(store)
  await reader(store, 'aiko@tokyo.example')
  return store
}

const ask = (store: Store, address: string) =>
  askNewAddress(store, PUBLICATION, { subscriberId: 1, address, language: 'en', from: PHONE }, NOON)

describe.each(eachDatabase)('what is over, on $name', ({ url }) => {
  test('a change of address that nobody confirmed is forgotten after a month, one that was made is not, and after a year not from where', async () => {
    await using store = await openReader(await url())
    await ask(store, 'aiko@typo.example')
    await ask(store, 'aiko@kyoto.example')
    const given = { ...PHONE, at: NOON }
    await makeAddressChange(store, PUBLICATION, { changeId: 2, given, wording: { language: 'en', text: 'Yes' } })
    expect(await forgetPassed(store, NOON + 29 * DAY)).toBe(0)
    expect(await forgetPassed(store, NOON + 31 * DAY)).toBe(1)
    expect(await changesIn(store)).toEqual(['aiko@kyoto.example made 203.0.113.7'])
    await forgetPassed(store, NOON + 366 * DAY)
    expect(await changesIn(store)).toEqual(['aiko@kyoto.example made'])
    expect(await forgetPassed(store, NOON + 366 * DAY)).toBe(0)
  })

  test('a topic that was left out for two weeks is forgotten a month later, one that was muted for good is not', async () => {
    await using store = await openReader(await url())
    await muteTopic(store, { subscriberId: 1, by: 'page', now: NOON }, { topicId: 1, until: NOON + 14 * DAY })
    await muteTopic(store, { subscriberId: 1, by: 'page', now: NOON }, { topicId: 2, until: null })
    expect(await forgetPassed(store, NOON + 40 * DAY)).toBe(0)
    expect(await forgetPassed(store, NOON + 45 * DAY)).toBe(1)
    expect(await store.db.selectFrom('topic_mutes').select('topic_id').execute()).toEqual([{ topic_id: 2 }])
  })
})
