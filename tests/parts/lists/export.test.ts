import { describe, expect, test } from 'vitest'
import { ALL_READERS, type ReaderFilter } from '../../../src/domain/reader-filter.ts'
import { exportReaders } from '../../../src/flow/lists/export-readers.ts'
import { eraseReader } from '../../../src/flow/erase-reader.ts'
import { unsubscribe } from '../../../src/flow/unsubscribe.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { listSubscriptions } from '../../../src/store/listings/subscriptions.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, NOON, openWorld, PUBLICATION, reader, topics } from '../../support/world.ts'
import { imported, ROSA } from './importing.ts'

async function openHouse(url: string) {
  const store = await openWorld(url)
  await topics(store, 'world', 'science')
  await digest(store)
  return store
}

async function exported(store: Store, said: Partial<ReaderFilter> = {}, withMark = false): Promise<string> {
  let text = ''
  for await (const some of exportReaders(store, { filter: { ...ALL_READERS, ...said }, withMark, ...ROSA })) text += some
  return text
}

describe.each(eachDatabase)('the export of readers on $name', ({ url }) => {
  test('holds those of the filter, a line for each subscription, and says who took it along', async () => {
    await using store = await openHouse(await url())
    await digest(store, { slug: 'weekly' })
    await reader(store, 'aiko@tokyo.example', { name: 'Aiko', topics: ['world', 'science'], languages: ['ja', 'en'] })
    await reader(store, 'aiko@tokyo.example', { digest: 'weekly' })
    await reader(store, 'david@london.example')
    expect((await exported(store, { search: 'aiko' })).split('\r\n')).toEqual([
      'address,name,digest,topics,hour,days,zone,languages,format,state,consented',
      'aiko@tokyo.example,Aiko,morning,"world,science",07:00,daily,UTC,"ja,en",html,active,2026-03-10T12:00:00.000Z',
      'aiko@tokyo.example,Aiko,weekly,world,07:00,daily,UTC,en,html,active,2026-03-10T12:00:00.000Z',
      '',
    ])
    expect(await exported(store, {}, true)).toMatch(/^\ufeffaddress/)
    const [deed] = await store.db.selectFrom('audit').selectAll().execute()
    expect(deed).toMatchObject({ actor: 'Rosa', action: 'subscribers.export' })
  })

  test.each(['=cmd|calc', '+1', '-2', '@sum', '＝full', '"quoted", and comma', "'=kept"])(
    'is safe to open with the name %s, and comes back as it was',
    async (name) => {
      await using store = await openHouse(await url())
      await reader(store, 'aiko@tokyo.example', { name })
      const text = await exported(store)
      expect(text.split('\r\n')[1]).not.toMatch(/,"?[=+\-@＝]/)
      await eraseReader(store, PUBLICATION, 1, NOON)
      await store.db.deleteFrom('suppressions').execute()
      await imported(store, text)
      expect(await listSubscriptions(store.db)).toMatchObject([{ address: 'aiko@tokyo.example', name, topics: ['world'] }])
    },
  )

  test('imported again it changes nothing, and whoever had left stays away', async () => {
    await using store = await openHouse(await url())
    await reader(store, 'aiko@tokyo.example')
    await reader(store, 'david@london.example')
    await unsubscribe(store, { subscriberId: 2, digestId: 1 }, { at: NOON, by: 'page' })
    const again = await imported(store, await exported(store), { known: 'update' })
    expect(again.done).toEqual({ unchanged: 1, left: 1 })
  })
})
