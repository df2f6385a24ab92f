import { describe, expect, test } from 'vitest'
import { HOUR, type Instant } from '../../../src/domain/instant.ts'
import { addressDue } from '../../../src/flow/address-issue.ts'
import { approveDue } from '../../../src/flow/approve-issue.ts'
import { composeNow } from '../../../src/flow/compose-issue.ts'
import { makePump, type Pump } from '../../../src/flow/deliver-due.ts'
import { makePaceKeeper, type Heard } from '../../../src/flow/pace-keeper.ts'
import type { PaceLimits } from '../../../src/flow/sender-context.ts'
import { parseRelay } from '../../../src/mail/relay.ts'
import { openTransport } from '../../../src/mail/transport.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { getTransportStatus } from '../../../src/store/listings/transport-status.ts'
import { paceOf } from '../../../src/store/paces.ts'
import { eachDatabase } from '../../support/databases.ts'
import { startSmtpServer, type SmtpServer } from '../../support/smtp-server.ts'
import { digest, NOON, openWorld, publish, PUBLICATION, reader, topics } from '../../support/world.ts'

const DUE = NOON + 24 * HOUR
const NO_LIMIT: PaceLimits = { relayRate: 0, domainRate: 0, isKept: true }
const LINES = 4

/** An issue whose deliveries are all due now, the clock of the test running from then on. */
async function withReaders(store: Store, addresses: string[]): Promise<() => Instant> {
  await topics(store, 'world')
  const morning = await digest(store)
  await publish(store, { key: 'a' })
  for (const address of addresses) await reader(store, address)
  await composeNow(store, morning, NOON)
  await approveDue(store, PUBLICATION, DUE, fail)
  await addressDue(store, DUE, fail)
  await store.db.updateTable('deliveries').set({ due_at: DUE, next_at: DUE }).execute()
  const began = performance.now()
  return () => DUE + Math.round(performance.now() - began)
}

const fail = (_: unknown, error: unknown): void => {
  throw error
}

const readersOf = (domain: string, count: number): string[] => Array.from({ length: count }, (_, index) => `reader${index}@${domain}`)

type Sending = { pump: Pump; close: () => void }

function openSending(store: Store, server: SmtpServer, { clock, pace }: { clock: () => Instant; pace: PaceLimits }): Sending {
  const relay = parseRelay(server.url)
  if (!relay) throw new Error(server.url)
  const transport = openTransport({ relay, name: 'news.example.org', lines: LINES, messagesPerLine: 50 })
  const failed = (what: string, error: unknown): void => {
    throw new Error(what, { cause: error })
  }
  const context = { store, publication: PUBLICATION, transport, pace, clock, random: () => 0, failed }
  return { pump: makePump(context, LINES + 4, LINES / 2), close: () => transport.close() }
}

const signal = new AbortController().signal

const sentTo = (server: SmtpServer, domain: string): string[] =>
  server.accepted().flatMap(({ to }) => to.filter((address) => address.endsWith(`@${domain}`)))

const statesOf = async (store: Store): Promise<Record<string, number>> => {
  const rows = await store.db.selectFrom('deliveries').select('state').execute()
  return Object.fromEntries(Object.entries(Object.groupBy(rows, ({ state }) => state)).map(([state, found]) => [state, found.length]))
}

describe.each(eachDatabase)('the pace on $name', ({ url }) => {
  test.each(['421 4.7.0 Too many connections, try later', '451 4.7.28 Our system has detected an unusual rate of mail'])(
    'a domain that answers %j is slowed down, while the mails of another all go out at once',
    async (reply) => {
      await using store = await openWorld(await url())
      await using server = await startSmtpServer()
      const clock = await withReaders(store, [...readersOf('slow.example', 80), ...readersOf('quick.example', 40)])
      server.answer({ at: 'rcpt', to: 'slow.example' }, reply, ...(reply.startsWith('421') ? (['hang up'] as const) : []))
      const { pump, close } = openSending(store, server, { clock, pace: NO_LIMIT })
      await pump.deliverDue(signal)
      close()
      expect(new Set(sentTo(server, 'quick.example')).size).toBe(40)
      const attempts = await store.db.selectFrom('attempts').select('outcome').where('outcome', '=', 'deferred').execute()
      expect(attempts.length).toBeGreaterThan(0)
      expect(attempts.length).toBeLessThan(30)
      expect(await statesOf(store)).toEqual({ accepted: 40, queued: 80 })
      const [pace, ...others] = (await store.db.selectFrom('paces').selectAll().execute()).map((row) => ({
        name: row.name,
        ...paceOf(row),
      }))
      expect(pace).toMatchObject({ name: 'slow.example', rate: 10, reason: reply })
      expect(others).toEqual([])
      const status = await getTransportStatus(store.db, DUE + 10_000)
      expect(status).toMatchObject({ queue: { queued: 80, leased: 0, posting: 0, doubtful: 0 }, lately: { accepted: 40, perMinute: 8 } })
      expect(status.slow).toMatchObject([{ receiver: 'slow.example', rate: 10, reason: reply, waiting: 80 }])
      expect(status.slow[0]?.doneAt).toBe((status.slow[0]?.nextAt ?? 0) + 8000)
    },
  )

  test('waiting for its turn costs a delivery none of its attempts, and nothing is lost', async () => {
    await using store = await openWorld(await url())
    await using server = await startSmtpServer()
    const clock = await withReaders(store, readersOf('example.com', 90))
    const { pump, close } = openSending(store, server, { clock, pace: { ...NO_LIMIT, domainRate: 30 } })
    const began = clock()
    await pump.deliverDue(signal)
    while (await pump.waitForTurn(signal)) await pump.deliverDue(signal)
    close()
    expect(clock() - began).toBeGreaterThanOrEqual((89 / 30) * 1000 - 50)
    expect(new Set(sentTo(server, 'example.com')).size).toBe(90)
    expect(server.accepted()).toHaveLength(90)
    const rows = await store.db.selectFrom('deliveries').select(['state', 'attempts']).execute()
    expect(rows.every(({ state }) => state === 'accepted')).toBe(true)
    expect(rows.some(({ attempts }) => attempts > 1)).toBe(true)
  })

  test('one that was claimed often and tried once comes back after ten minutes, as after a first attempt', async () => {
    await using store = await openWorld(await url())
    await using server = await startSmtpServer()
    const clock = await withReaders(store, ['aiko@example.com'])
    await store.db.updateTable('deliveries').set({ attempts: 7 }).execute()
    server.answer({ at: 'rcpt' }, '451 4.3.0 Try later')
    const { pump, close } = openSending(store, server, { clock, pace: NO_LIMIT })
    await pump.deliverDue(signal)
    close()
    const { next_at: nextAt } = await store.db.selectFrom('deliveries').select('next_at').executeTakeFirstOrThrow()
    expect(Math.round((nextAt - DUE) / 60_000)).toBe(10)
  })

  test('all senders together keep the rate of the transport, over all domains', async () => {
    await using store = await openWorld(await url())
    await using server = await startSmtpServer()
    const clock = await withReaders(store, [...readersOf('a.example', 30), ...readersOf('b.example', 30)])
    const pace = { ...NO_LIMIT, relayRate: 30 }
    const senders = [openSending(store, server, { clock, pace }), openSending(store, server, { clock, pace })]
    const began = clock()
    await Promise.all(
      senders.map(async ({ pump }) => {
        do await pump.deliverDue(signal)
        while (await pump.waitForTurn(signal))
      }),
    )
    for (const { close } of senders) close()
    const took = clock() - began
    expect(took).toBeGreaterThanOrEqual((59 / 30) * 1000 - 50)
    expect(took).toBeLessThan(8000)
    expect(server.accepted()).toHaveLength(60)
  })

  test('two senders share one pace for a domain: no turn is given twice', async () => {
    await using store = await openWorld(await url())
    const limits = { store, pace: { ...NO_LIMIT, domainRate: 20 } }
    const [one, other] = [makePaceKeeper(limits), makePaceKeeper(limits)]
    const groups = Array<string>(5).fill('example.com')
    const turns = await Promise.all([one.turnsOf(groups, NOON), other.turnsOf(groups, NOON), one.turnsOf([...groups].fill('gmx'), NOON)])
    const all = [...turns[0], ...turns[1]].sort((a, b) => a - b)
    expect(all).toEqual(Array.from({ length: 10 }, (_, index) => NOON + index * 50))
    expect(turns[2][0]).toBe(NOON)
  })

  test('a domain that takes its time over every mail never holds all lines while mails to others wait', async () => {
    await using store = await openWorld(await url())
    await using server = await startSmtpServer()
    const clock = await withReaders(store, [...readersOf('tarpit.example', 300), ...readersOf('quick.example', 20)])
    server.answer({ at: 'rcpt', to: 'tarpit.example' }, 30, '250 2.1.5 Well')
    const { pump, close } = openSending(store, server, { clock, pace: NO_LIMIT })
    const done = pump.deliverDue(signal)
    await expect.poll(() => sentTo(server, 'quick.example').length, { timeout: 10_000, interval: 20 }).toBe(20)
    expect(sentTo(server, 'tarpit.example').length).toBeLessThan(150)
    await done
    close()
    expect(await statesOf(store)).toEqual({ accepted: 320 })
  })

  test('what is accepted lets the pace grow, and every sender then has the new one', async () => {
    await using store = await openWorld(await url())
    const limits = { store, pace: { ...NO_LIMIT, domainRate: 1 } }
    const keeper = makePaceKeeper(limits)
    await keeper.turnsOf(['example.com'], NOON)
    const result = { outcome: 'accepted' as const, replyCode: 250, enhancedCode: null, reply: '250 OK' }
    const lessons = keeper.lessonsOf(Array<Heard>(30).fill({ canonical: 'aiko@example.com', result }), NOON)
    expect(lessons).toHaveLength(1)
    await store.db.transaction().execute((tx) => keeper.writeDown(tx, lessons))
    const { rate } = await store.db.selectFrom('paces').select('rate').executeTakeFirstOrThrow()
    expect(rate).toBeGreaterThan(1)
    expect(rate).toBeLessThan(1.1)
  })
})
