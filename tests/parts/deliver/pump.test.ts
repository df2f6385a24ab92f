import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../../src/domain/instant.ts'
import { makePump } from '../../../src/flow/deliver-due.ts'
import { eachDatabase } from '../../support/databases.ts'
import { startSmtpServer } from '../../support/smtp-server.ts'
import { NOON } from '../../support/world.ts'
import { anotherSender, openSending, withSend, type Sending } from './sending.ts'

const readers = (count: number): string[] => Array.from({ length: count }, (_, index) => `reader${index}@example.com`)

const recipients = ({ server }: Sending): string[] => server.messages.map(({ to }) => to.join()).sort()

const countStates = async (sending: Sending): Promise<Record<string, number>> => {
  const rows = await sending.deliveries()
  return Object.fromEntries(
    Map.groupBy(rows, ({ state }) => state)
      .entries()
      .map(([state, group]) => [state, group.length]),
  )
}

describe.each(eachDatabase)('the pump on $name', ({ url }) => {
  test('several senders at once deliver everything exactly once', { timeout: 60_000 }, async () => {
    await using first = await openSending(await url(), { readers: readers(200), lines: 8 })
    const others = [await anotherSender(first, { lines: 8 }), await anotherSender(first, { lines: 8 })]
    const sent = await Promise.all([first, ...others].map(({ run }) => run()))
    for (const { context, store } of others) {
      context.transport.close()
      await store.close()
    }
    expect(sent.reduce((sum, count) => sum + count, 0)).toBe(200)
    expect(recipients(first)).toEqual(readers(200).sort())
    expect(await countStates(first)).toEqual({ accepted: 200 })
  })

  test('told to stop, it finishes what is in hand, claims no more and hands the rest back', async () => {
    await using sending = await openSending(await url(), { readers: readers(30) })
    const leaving = new AbortController()
    let sent = 0
    const stopping = withSend(sending, (send) => (message, barrier) => {
      if (++sent === 5) leaving.abort()
      return send(message, barrier)
    })
    const handled = await makePump(stopping, 2).deliverDue(leaving.signal)
    expect([5, 6]).toContain(handled)
    expect(recipients(sending)).toHaveLength(handled)
    expect(await countStates(sending)).toEqual({ accepted: handled, queued: 30 - handled })
    expect((await sending.deliveries()).every(({ lease_until }) => lease_until === null)).toBe(true)
    expect(await sending.run()).toBe(30 - handled)
    expect(recipients(sending)).toEqual(readers(30).sort())
  })

  test('told to stop before it begins, it claims nothing', async () => {
    await using sending = await openSending(await url(), { readers: readers(3) })
    expect(await sending.run(AbortSignal.abort())).toBe(0)
    expect((await sending.deliveries()).map(({ attempts }) => attempts)).toEqual([0, 0, 0])
  })

  test('while the mail server is away, nothing is used up: no attempt counts, and all of it goes when the server is back', async () => {
    await using sending = await openSending(await url(), { readers: readers(40) })
    await sending.server[Symbol.asyncDispose]()
    for (let tries = 0; tries < 4; tries++) expect(await sending.run()).toBeLessThanOrEqual(8)
    expect(await countStates(sending)).toEqual({ queued: 40 })
    expect(await sending.attempts()).toEqual([])
    const rows = await sending.deliveries()
    expect(rows.filter(({ attempts, next_at }) => attempts > 1 || next_at > NOON)).toEqual([])
    expect(rows.some(({ reason }) => reason?.includes('ECONNREFUSED'))).toBe(true)
    expect(sending.faults.length).toBeLessThanOrEqual(4)
    expect(sending.faults[0]).toMatch(/the way to the mail server: .*ECONNREFUSED/)
    await using back = await startSmtpServer({ port: sending.server.port })
    while ((await sending.run()) > 0) continue
    expect(back.messages.map(({ to }) => to.join()).sort()).toEqual(readers(40).sort())
  })

  test('a mail server that does not want us costs no delivery, either', async () => {
    await using sending = await openSending(await url(), { readers: readers(20) })
    sending.server.answer({ at: 'mail', times: 1 }, '550 5.7.1 Sender rejected')
    await sending.run()
    expect((await sending.deliveries()).filter(({ state }) => state === 'refused')).toEqual([])
    expect(sending.faults.join()).toContain('550 5.7.1 Sender rejected')
    while ((await sending.run()) > 0) continue
    expect(await countStates(sending)).toEqual({ accepted: 20 })
  })

  test('a slow server costs the leases of what waits behind it, and nothing is sent twice', async () => {
    await using sending = await openSending(await url(), { readers: readers(12) })
    const slow = withSend(sending, (send) => async (message, barrier) => {
      const result = await send(message, barrier)
      sending.setClock(sending.context.clock() + 4 * MINUTE)
      return result
    })
    const pump = makePump(slow, 1)
    await pump.deliverDue(new AbortController().signal)
    // Three of the twelve took up the lease; the others were given up for whoever claims them next.
    expect(await countStates(sending)).toEqual({ accepted: 3, leased: 9 })
    expect((await sending.attempts()).map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted', 'accepted'])
  })

  test('what comes due while it is at work goes out in the same run', async () => {
    await using sending = await openSending(await url(), { readers: readers(6) })
    await sending.store.db
      .updateTable('deliveries')
      .set({ next_at: NOON + 5 * MINUTE })
      .where('id', '>', 3)
      .execute()
    const passing = withSend(sending, (send) => async (message, barrier) => {
      const result = await send(message, barrier)
      sending.setClock(NOON + 5 * MINUTE)
      return result
    })
    expect(await makePump(passing, 2).deliverDue(new AbortController().signal)).toBe(6)
  })
})
