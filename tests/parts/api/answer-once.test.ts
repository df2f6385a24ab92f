import { describe, expect, test } from 'vitest'
import { DAY, MINUTE } from '../../../src/domain/instant.ts'
import { beginRequest, endRequest, pruneRequests } from '../../../src/flow/answer-once.ts'
import { makeApiKey } from '../../../src/flow/desk/api-keys.ts'
import { addPerson } from '../../../src/flow/desk/add-person.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { getPerson } from '../../../src/store/people.ts'
import { eachDatabase } from '../../support/databases.ts'
import { NOON, openWorld } from '../../support/world.ts'

async function request(store: Store) {
  const added = await addPerson(
    store,
    { address: 'rosa@example.com', name: 'Rosa', role: 'admin', language: 'en' },
    { id: null, name: 'tests' },
    NOON,
  )
  const person = added.ok ? await getPerson(store.db, added.personId) : undefined
  if (!person) throw new Error('Rosa could not be added')
  const { id } = await makeApiKey(store, { name: 'a script', scopes: ['read', 'write'], person }, NOON)
  return { keyId: id, word: 'a-word', requestHash: 'what it asks for' }
}

describe.each(eachDatabase)('a request that names itself, on $name', ({ url }) => {
  test('is done by one of many that ask for it at once', async () => {
    await using store = await openWorld(await url())
    const asked = await request(store)
    const begun = await Promise.all(Array.from({ length: 8 }, () => beginRequest(store.db, asked, NOON)))
    expect(begun.filter(({ kind }) => kind === 'go')).toHaveLength(1)
    expect(begun.filter(({ kind }) => kind === 'under-way')).toHaveLength(7)
  })

  test('is answered as before once it is done, and as nothing else', async () => {
    await using store = await openWorld(await url())
    const asked = await request(store)
    await beginRequest(store.db, asked, NOON)
    await endRequest(store.db, asked, { status: 201, answer: '{"id":7}' })
    expect(await beginRequest(store.db, asked, NOON)).toEqual({ kind: 'answered', status: 201, answer: '{"id":7}' })
    expect(await beginRequest(store.db, { ...asked, requestHash: 'something else' }, NOON)).toEqual({ kind: 'other' })
    expect(await pruneRequests(store, NOON + DAY)).toBe(0)
    expect(await pruneRequests(store, NOON + DAY + 1)).toBe(1)
    expect(await beginRequest(store.db, asked, NOON + DAY + 1)).toEqual({ kind: 'go' })
  })

  test('can be tried again after a fault of ours, and after whoever began it has died', async () => {
    await using store = await openWorld(await url())
    const asked = await request(store)
    await beginRequest(store.db, asked, NOON)
    await endRequest(store.db, asked, { status: 500, answer: '' })
    expect(await beginRequest(store.db, asked, NOON)).toEqual({ kind: 'go' })
    expect(await beginRequest(store.db, asked, NOON + 2 * MINUTE - 1)).toEqual({ kind: 'under-way' })
    const later = NOON + 2 * MINUTE
    const again = await Promise.all([beginRequest(store.db, asked, later), beginRequest(store.db, asked, later)])
    expect(again.map(({ kind }) => kind).toSorted()).toEqual(['go', 'under-way'])
  })
})
