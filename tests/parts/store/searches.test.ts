import { describe, expect, test } from 'vitest'
import { listBriefings } from '../../../src/store/listings/briefings.ts'
import { listSubscriptions } from '../../../src/store/listings/subscriptions.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, openWorld, publish, reader, topics } from '../../support/world.ts'

const TITLES = ['Élan in МОСКВА', '50% of all_things', 'A \\ and a !']

describe.each(eachDatabase)('searching on $name', ({ url }) => {
  test.each([
    ['Élan in МОСКВА', 'Élan in МОСКВА'],
    ['ÉLAN IN'.slice(1), 'Élan in МОСКВА'],
    ['50%', '50% of all_things'],
    ['l_t', '50% of all_things'],
    ['\\', 'A \\ and a !'],
    ['!', 'A \\ and a !'],
  ])('%j finds the title that holds it and no other', async (search, title) => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    for (const [index, one] of TITLES.entries()) await publish(store, { key: `k${index}`, title: one })
    expect((await listBriefings(store.db, { search })).map((found) => found.title)).toEqual([title])
  })

  test('a reader is found by name and by address, as they were typed', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store)
    await reader(store, 'rosa@example.com', { name: 'Rosa Élida' })
    await reader(store, 'david@example.com', { name: 'David' })
    for (const search of ['Élida', 'rosa@', 'ROSA'])
      expect((await listSubscriptions(store.db, { search })).map(({ address }) => address)).toEqual(['rosa@example.com'])
    expect(await listSubscriptions(store.db, { search: '%' })).toEqual([])
  })
})
