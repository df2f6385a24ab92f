import { describe, expect, test } from 'vitest'
import { DAY } from '../../../src/domain/instant.ts'
import { saying, type Saying } from '../../../src/domain/saying.ts'
import { hashSuppressions } from '../../../src/flow/hash-suppressions.ts'
import { importSuppressions } from '../../../src/flow/import-suppressions.ts'
import { liftByOptIn } from '../../../src/flow/lift-by-opt-in.ts'
import { pruneReports } from '../../../src/flow/prune-reports.ts'
import { hashAddressWith } from '../../../src/flow/sign.ts'
import { subscribe, type Wish } from '../../../src/flow/subscribe.ts'
import { liftByHand, suppressByHand } from '../../../src/flow/suppress-by-hand.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { listSuppressionHistory, listSuppressions } from '../../../src/store/listings/suppressions.ts'
import { eraseFromSuppressions, findSuppression } from '../../../src/store/suppressions.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, NOON, openWorld, PUBLICATION, suppress, topics } from '../../support/world.ts'
import { openSending } from '../deliver/sending.ts'

const { hashAddress } = PUBLICATION
const toolsOf = (store: Store) => ({ store, publication: PUBLICATION })
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const AIKO = 'aiko@tokyo.example'
const WISH: Wish = {
  ...{ address: AIKO, name: '', digest: 'morning', topics: ['world'] },
  ...{ hour: { zone: 'UTC', minute: 420, weekdays: 127 }, languages: ['en'], format: 'html' },
}

const reasons = async (store: Store): Promise<string[]> =>
  (await listSuppressions(store.db)).map(({ address, reason, by }) => `${address ?? 'erased'} ${reason} by ${by}`)

describe.each(eachDatabase)('a suppression on $name', ({ url }) => {
  test('by a person says who and why, and only a person lifts it; the history keeps both', async () => {
    await using store = await openWorld(await url())
    const done = await suppressByHand(toolsOf(store), { address: 'Aiko@Tokyo.example', note: 'asked by telephone', by: 'David' }, NOON)
    expect(done).toEqual({ ok: true, canonical: AIKO, reason: 'manual', isNew: true })
    expect(await liftByOptIn(store.db, { canonical: AIKO, hashAddress }, NOON)).toBeUndefined()
    expect(await reasons(store)).toEqual([`${AIKO} manual by David`])
    const lifted = await liftByHand(toolsOf(store), { address: AIKO, note: 'asked to come back', by: 'Rosa' }, NOON + DAY)
    expect(lifted).toMatchObject({ ok: true, reason: 'manual' })
    expect(await reasons(store)).toEqual([])
    expect(await listSuppressionHistory(store.db, AIKO, hashAddress(AIKO))).toEqual([
      { at: NOON, what: 'added', reason: 'manual', note: 'asked by telephone', by: 'David' },
      { at: NOON + DAY, what: 'lifted', reason: 'manual', note: 'asked to come back', by: 'Rosa' },
    ])
  })

  test.each([
    ['hard', true],
    ['soft', true],
    ['unsubscribed', true],
    ['complaint', false],
    ['manual', false],
  ] as const)('for %s is lifted by a new confirmation: %s', async (reason, isLifted) => {
    await using store = await openWorld(await url())
    await suppress(store.db, AIKO, reason)
    expect(await liftByOptIn(store.db, { canonical: AIKO, hashAddress }, NOON)).toBe(isLifted ? reason : undefined)
    expect(await reasons(store)).toHaveLength(isLifted ? 0 : 1)
  })

  test('survives erasure by its hash alone, at the door, at the last moment, and after a change of the secret', async () => {
    await using sending = await openSending(await url())
    const { store } = sending
    await suppress(store.db, AIKO, 'complaint')
    await store.db.transaction().execute((tx) => eraseFromSuppressions(tx, { canonical: AIKO, hash: hashAddress(AIKO)[0] }))
    expect(await reasons(store)).toEqual(['erased complaint by tests'])
    expect(JSON.stringify(await store.db.selectFrom('suppression_log').selectAll().execute())).not.toContain('aiko')

    expect(await subscribe(toolsOf(store), { ...WISH, comeBack: true }, NOON)).toMatchObject({
      ok: false,
      message: saying('refusals.suppressed', { reason: saying('delivery.reason-complaint') }),
    })
    await sending.run()
    expect((await sending.deliveries()).map(({ state, reason }) => `${state}: ${reason}`)).toEqual(['withheld: suppressed: complaint'])
    const later = hashAddressWith('a new secret that is long enough, too', ['a secret that only the tests know, long enough'])
    expect(await findSuppression(store.db, AIKO, later(AIKO))).toMatchObject({ reason: 'complaint' })

    await suppress(store.db, AIKO, 'manual')
    expect(await reasons(store)).toEqual([`${AIKO} manual by tests`])
  })

  // Hostile case 45, as far as it is about suppressions.
  test('is imported from a table line by line; nothing is lifted and nothing weakened', async () => {
    await using store = await openWorld(await url())
    await suppress(store.db, 'rosa@saopaulo.example', 'complaint')
    const table =
      '\ufeffEmail;Reason;Note\r\nAIKO@tokyo.example;hard;"said ""gone"""\r\nrosa@saopaulo.example;hard;\rno address;;\n\nwei@shanghai.example;;\nx@y.example;because;\n'
    const done = await importSuppressions(
      toolsOf(store),
      { bytes: bytes(table), note: 'from the old system', by: { id: null, name: 'Layla' } },
      NOON,
    )
    expect(done).toEqual({
      ...{ rows: 5, added: 2, known: 1, failed: 2 },
      faults: [
        { line: 4, message: saying('refusals.row-no-address', { why: saying('refusals.address-blank') }) },
        { line: 7, message: expect.objectContaining({ say: 'refusals.no-reason' }) as Saying },
      ],
    })
    expect(await reasons(store)).toEqual([
      'rosa@saopaulo.example complaint by tests',
      'aiko@tokyo.example hard by Layla',
      'wei@shanghai.example manual by Layla',
    ])
    expect((await listSuppressions(store.db, { search: 'GONE' })).map(({ address }) => address)).toEqual([AIKO])
    expect(
      await importSuppressions(toolsOf(store), { bytes: bytes('a,b\n1,2'), note: '', by: { id: null, name: '' } }, NOON),
    ).toHaveProperty('message')
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('address\nlayla@cairo.example\n', 'utf16le')])
    expect(await importSuppressions(toolsOf(store), { bytes: utf16, note: '', by: { id: null, name: 'Layla' } }, NOON)).toMatchObject({
      added: 1,
    })
  })

  test('that came without a hash gets one at the next start', async () => {
    await using store = await openWorld(await url())
    await suppress(store.db, AIKO, 'hard')
    await store.db.updateTable('suppressions').set({ hash: null }).execute()
    await hashSuppressions(store, hashAddress)
    expect(await store.db.selectFrom('suppressions').select('hash').execute()).toEqual([{ hash: hashAddress(AIKO)[0] }])
  })

  test('outlives the news that led to it', async () => {
    await using store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store)
    await suppress(store.db, AIKO, 'hard')
    const unmatched = { received_at: NOON, via: 'smtp', provider: null, recipient: 'x', why: 'forged', bytes: 1, raw: bytes('x') }
    await store.db.insertInto('unmatched_reports').values(unmatched).execute()
    expect(await pruneReports(store, NOON + 13 * DAY)).toBe(0)
    expect(await pruneReports(store, NOON + 15 * DAY)).toBe(1)
    expect(await pruneReports(store, NOON + 500 * DAY)).toBe(0)
    expect(await reasons(store)).toEqual([`${AIKO} hard by tests`])
  })
})
