import { describe, expect, test } from 'vitest'
import { HOUR } from '../../../src/domain/instant.ts'
import { retryDeliveries } from '../../../src/flow/retry-deliveries.ts'
import { settleDoubtful } from '../../../src/flow/settle-doubtful.ts'
import { unsubscribe } from '../../../src/flow/unsubscribe.ts'
import { findShownDelivery } from '../../../src/store/listings/shown-delivery.ts'
import { eachDatabase } from '../../support/databases.ts'
import { startSmtpServer, type SmtpServer } from '../../support/smtp-server.ts'
import { DUE, openSentWorld } from './sent-world.ts'

const NEXT_DAY = DUE + 30 * HOUR

const messageIds = ({ messages }: SmtpServer): (string | undefined)[] =>
  messages.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw.toString('latin1'))?.[1])

describe.each(eachDatabase)('what a person moves on $name', ({ url }) => {
  test('refused deliveries go out when they are queued again, a day later too, and both attempts are told', async () => {
    await using server = await startSmtpServer()
    await using world = await openSentWorld(await url(), server, ['aiko', 'david'])
    server.answer({ at: 'rcpt', to: 'david@example.com', times: 1 }, '550 5.7.1 Not today')
    await world.sendAt(DUE)
    expect(await world.to('david')).toMatchObject({ state: 'refused' })

    expect(await retryDeliveries(world.store, { issueId: world.issueId, state: 'refused' }, NEXT_DAY)).toEqual({
      ok: true,
      queued: 1,
      left: 0,
    })
    expect(await world.to('david')).toMatchObject({ state: 'queued', reason: 'queued again by a person at 2026-03-11T19:00:00Z' })
    await world.sendAt(NEXT_DAY)
    const { id } = await world.to('david')
    expect(await findShownDelivery(world.store.db, id)).toMatchObject({
      address: 'david@example.com',
      digest: 'morning',
      issueId: world.issueId,
      issueNumber: 1,
      state: 'accepted',
      nextAt: null,
      topics: ['world'],
      stories: [{ title: 'Bread is dearer' }, { title: 'The river is back' }],
      attempts: [
        { number: 1, outcome: 'refused', startedAt: DUE, replyCode: 550, enhancedCode: '5.7.1', reply: '550 5.7.1 Not today' },
        { number: 2, outcome: 'accepted', startedAt: NEXT_DAY, relay: `127.0.0.1:${server.port}` },
      ],
    })
    expect(server.accepted().map(({ to }) => to.join())).toEqual(['aiko@example.com', 'david@example.com'])
  })

  test('who has unsubscribed since then gets nothing by a retry', async () => {
    await using server = await startSmtpServer()
    await using world = await openSentWorld(await url(), server, ['david'])
    server.answer({ at: 'rcpt', times: 1 }, '550 5.7.1 Not today')
    await world.sendAt(DUE)
    await unsubscribe(world.store, await refOf(world.store, 'david@example.com'), { at: DUE, by: 'one-click' })
    await retryDeliveries(world.store, { issueId: world.issueId, state: 'refused' }, NEXT_DAY)
    await world.sendAt(NEXT_DAY)
    expect(await world.to('david')).toMatchObject({ state: 'withheld', reason: 'unsubscribed' })
    expect(server.messages).toEqual([])
  })

  test('of those withheld only the late ones are queued again, and how many stay is told', async () => {
    await using server = await startSmtpServer()
    await using world = await openSentWorld(await url(), server, ['wei', 'layla', 'rosa'])
    await unsubscribe(world.store, await refOf(world.store, 'layla@example.com'), { at: DUE, by: 'one-click' })
    server.answer({ at: 'rcpt', to: 'rosa@example.com' }, '451 4.3.0 Later')
    await world.sendAt(DUE + 24 * HOUR - 1)
    expect(server.accepted()).toHaveLength(1)
    expect((await world.to('rosa')).reason).toMatch(/^too late to be useful; the last answer was: 451/)

    expect(await retryDeliveries(world.store, { issueId: world.issueId, state: 'withheld' }, NEXT_DAY)).toEqual({
      ok: true,
      queued: 1,
      left: 1,
    })
    expect(await world.to('layla')).toMatchObject({ state: 'withheld', reason: 'unsubscribed' })
    server.answer({ at: 'rcpt' }, '250 2.1.5 OK')
    await world.sendAt(NEXT_DAY)
    expect(await world.to('rosa')).toMatchObject({ state: 'accepted', attempts: 2 })
  })

  test('a person moves nothing that was accepted or still waits, and a retry nothing that is doubtful', async () => {
    await using server = await startSmtpServer()
    await using world = await openSentWorld(await url(), server, ['aiko', 'david', 'rosa'])
    server.answer({ at: 'dot', to: 'david@example.com' }, 'hang up')
    server.answer({ at: 'rcpt', to: 'rosa@example.com' }, '451 4.3.0 Later')
    await world.sendAt(DUE)
    const before = [await world.to('aiko'), await world.to('david'), await world.to('rosa')]
    expect(before.map(({ state }) => state)).toEqual(['accepted', 'doubtful', 'queued'])
    for (const state of ['refused', 'withheld'] as const)
      expect(await retryDeliveries(world.store, { issueId: world.issueId, state }, NEXT_DAY)).toEqual({ ok: true, queued: 0, left: 0 })
    const rosa = (await world.to('rosa')).id
    for (const verdict of ['accepted', 'again'] as const)
      expect(await settleDoubtful(world.store, { id: rosa, verdict }, NEXT_DAY)).toEqual({
        ok: false,
        reason: 'not-doubtful',
        state: 'queued',
      })
    expect([await world.to('aiko'), await world.to('david'), await world.to('rosa')]).toEqual(before)
  })

  test('a retry of an issue that is not there says so', async () => {
    await using server = await startSmtpServer()
    await using world = await openSentWorld(await url(), server, ['aiko'])
    expect(await retryDeliveries(world.store, { issueId: 77, state: 'refused' }, DUE)).toEqual({ ok: false, reason: 'no-such-issue' })
  })

  test('a doubtful delivery that arrived is called accepted, once, and nothing is sent', async () => {
    await using server = await startSmtpServer()
    await using world = await openSentWorld(await url(), server, ['rosa'])
    server.answer({ at: 'dot' }, 'hang up')
    await world.sendAt(DUE)
    const { id, state } = await world.to('rosa')
    expect(state).toBe('doubtful')

    expect(await settleDoubtful(world.store, { id, verdict: 'accepted' }, NEXT_DAY)).toEqual({ ok: true })
    expect(await world.to('rosa')).toMatchObject({
      state: 'accepted',
      settledAt: NEXT_DAY,
      reason: 'called accepted by a person at 2026-03-11T19:00:00Z',
    })
    expect(await settleDoubtful(world.store, { id, verdict: 'again' }, NEXT_DAY)).toEqual({
      ok: false,
      reason: 'not-doubtful',
      state: 'accepted',
    })
    expect(await settleDoubtful(world.store, { id: id + 1, verdict: 'again' }, NEXT_DAY)).toEqual({ ok: false, reason: 'no-such-delivery' })
    await world.sendAt(NEXT_DAY)
    expect(server.messages).toHaveLength(1)
  })

  test('a doubtful delivery that did not arrive goes out again under the same Message-ID', async () => {
    await using server = await startSmtpServer()
    await using world = await openSentWorld(await url(), server, ['rosa'])
    server.answer({ at: 'dot', times: 1 }, 'hang up')
    await world.sendAt(DUE)
    const { id } = await world.to('rosa')
    expect(await settleDoubtful(world.store, { id, verdict: 'again' }, NEXT_DAY)).toEqual({ ok: true })
    await world.sendAt(NEXT_DAY)
    expect(await world.to('rosa')).toMatchObject({ state: 'accepted', attempts: 2 })
    const [first, second] = messageIds(server)
    expect(first).toMatch(/^<.+@.+>$/)
    expect(second).toBe(first)
  })
})

async function refOf(store: Parameters<typeof unsubscribe>[0], address: string): Promise<{ subscriberId: number; digestId: number }> {
  const row = await store.db
    .selectFrom('subscriptions')
    .innerJoin('subscribers', 'subscribers.id', 'subscriber_id')
    .select(['subscriber_id as subscriberId', 'digest_id as digestId'])
    .where('address', '=', address)
    .executeTakeFirstOrThrow()
  return row
}
