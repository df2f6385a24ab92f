import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { DAY, MINUTE } from '../../../src/domain/instant.ts'
import { addHook, replayHook, switchHook } from '../../../src/flow/hooks/hooks.ts'
import { hookSecret } from '../../../src/flow/hooks/hook-secret.ts'
import { noteSentIssues } from '../../../src/flow/hooks/note-sent-issues.ts'
import { postHooks } from '../../../src/flow/hooks/post-hooks.ts'
import { tellOfDeliveries } from '../../../src/flow/tell-hooks.ts'
import { unsubscribe } from '../../../src/flow/unsubscribe.ts'
import { postSmall } from '../../../src/mail/webhooks/post-small.ts'
import { findHook } from '../../../src/store/hooks.ts'
import { listPosts } from '../../../src/store/listings/hooks.ts'
import { eachDatabase } from '../../support/databases.ts'
import { digest, openWorld, PUBLICATION, reader, topics } from '../../support/world.ts'
import { listenForHooks } from './listen-for-hooks.ts'

const TESTS = { id: null, name: 'tests' }
// Standard Webhooks' own verifier looks at the clock of the machine. A whole second, because zeros at the end of a fraction are not written.
const NOW = Math.floor(Date.now() / 1000) * 1000

describe.each(eachDatabase)('webhooks on $name', ({ url }) => {
  const open = async (hookUrl: string, events: string[]) => {
    const store = await openWorld(await url())
    await topics(store, 'world')
    await digest(store)
    await reader(store, 'aiko@example.com')
    const made = await addHook(store, { name: 'Other', url: hookUrl, events }, TESTS, NOW)
    if (!made.ok) throw new Error(made.reason)
    return store
  }

  test('are signed as Standard Webhooks say, posted once, and again with growing waits until they are taken', async () => {
    await using receiver = await listenForHooks()
    await using store = await open(receiver.url, ['subscriber.unsubscribed', 'delivery.accepted'])
    await unsubscribe(store, { subscriberId: 1, digestId: 1 }, { at: NOW, by: 'page' })
    let now = NOW
    const tools = { store, publication: PUBLICATION, clock: () => now, allowsPrivate: true, ca: receiver.ca }
    receiver.answers.push(500, 500)
    expect([await postHooks(tools), await postHooks(tools)]).toEqual([1, 0])
    now += 5000
    expect(await postHooks(tools)).toBe(1)
    now += MINUTE
    expect(await postHooks(tools)).toBe(0)
    now += 5 * MINUTE
    expect(await postHooks(tools)).toBe(1)
    expect(receiver.heard.length).toBe(3)
    const nonce = (await findHook(store.db, 1))?.nonce ?? ''
    const verifier = new Webhook(hookSecret(nonce, PUBLICATION.sign))
    for (const { body, headers } of receiver.heard.slice(0, 2))
      expect(verifier.verify(body, headers)).toEqual({
        type: 'subscriber.unsubscribed',
        timestamp: new Date(NOW).toISOString().replace('.000', ''),
        data: { subscriber: 1, address: 'aiko@example.com', digest: 1, by: 'page' },
      })
    expect(() => verifier.verify(`${receiver.heard[0]?.body} `, receiver.heard[0]?.headers ?? {})).toThrow()
    expect(new Set(receiver.heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    const [post] = await listPosts(store.db, { hookId: 1, limit: 9 })
    expect(post).toMatchObject({ state: 'taken', attempts: 3, status: 204, kind: 'subscriber.unsubscribed' })
    expect(await replayHook(store, { hookId: 1, id: post?.id ?? 0 }, TESTS, now)).toBe(true)
    expect(await postHooks(tools)).toBe(1)
    expect(receiver.heard.length).toBe(4)
  })

  test('tell of nothing that was rolled back, and of nothing that nobody asked for', async () => {
    await using store = await open('https://example.com/', ['delivery.refused'])
    const row = { issue_id: 1, subscriber_id: 1, state: 'refused' as const, due_at: NOW, next_at: NOW, low: 1, high: 0, topics: '1' }
    await store.db
      .insertInto('deliveries')
      .values({ ...row, language: 'en', format: 'html', attempts: 1 })
      .execute()
    const tell = (kind: 'delivery.refused' | 'delivery.accepted') =>
      store.db.transaction().execute((tx) => tellOfDeliveries(tx, [{ deliveryId: 1, kind, at: NOW, said: '550 no' }]))
    await tell('delivery.accepted')
    await store.db
      .transaction()
      .execute(async (tx) => {
        await tellOfDeliveries(tx, [{ deliveryId: 1, kind: 'delivery.refused', at: NOW }])
        throw new Error('rolled back')
      })
      .catch(() => undefined)
    expect(await listPosts(store.db, { hookId: 1, limit: 9 })).toEqual([])
    await tell('delivery.refused')
    const [post] = await listPosts(store.db, { hookId: 1, limit: 9 })
    expect(JSON.parse(post?.body ?? '')).toMatchObject({ data: { delivery: 1, address: 'aiko@example.com', said: '550 no' } })
    expect(await noteSentIssues(store, NOW)).toBe(0)
  })

  test('stop when the receiver is gone or has failed for days, until a person starts them again', async () => {
    await using receiver = await listenForHooks()
    await using store = await open(receiver.url, ['subscriber.unsubscribed'])
    let now = NOW
    const tools = { store, publication: PUBLICATION, clock: () => now, allowsPrivate: true, ca: receiver.ca }
    await unsubscribe(store, { subscriberId: 1, digestId: 1 }, { at: now, by: 'page' })
    receiver.answers.push(500, 500, 410)
    await postHooks(tools)
    expect((await findHook(store.db, 1))?.failingSince).toBe(NOW)
    now += 6 * DAY
    await postHooks(tools)
    expect(await findHook(store.db, 1)).toMatchObject({ state: 'stopped', stoppedReason: 'failing' })
    now += DAY
    expect(await postHooks(tools)).toBe(0)
    expect(await switchHook(store, { id: 1, state: 'active' }, TESTS, now)).toBe(true)
    await postHooks(tools)
    expect(await findHook(store.db, 1)).toMatchObject({ state: 'stopped', stoppedReason: 'gone' })
  })
})

test.each([
  ['http://example.com/', /Only https/],
  ['https://127.0.0.1/', /private network/],
  ['https://localhost/', /private network/],
  ['https://[::1]/', /private network/],
  ['https://[::ffff:10.0.0.1]/', /private network/],
  ['https://169.254.169.254/latest/meta-data', /private network/],
  ['https://0x7f.1/', /private network/],
  // The same addresses carried by NAT64 (RFC 6052), 6to4 (RFC 3056) and Teredo (RFC 4380).
  ['https://[64:ff9b::10.0.0.1]/', /private network/],
  ['https://[2002:a00:1::1]/', /private network/],
  ['https://[2001:0:a00:1::1]/', /private network/],
  ['https://[fd00:ec2::254]/', /private network/],
])('nothing is posted to %s', async (address, said) => {
  const answer = await postSmall(new URL(address), { headers: {}, body: '{}' }, { allowsPrivate: false })
  expect(answer.status).toBeUndefined()
  expect(answer.said).toMatch(said)
})
