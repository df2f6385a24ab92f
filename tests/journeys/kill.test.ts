import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { MINUTE } from '../../src/domain/instant.ts'
import { addressDue } from '../../src/flow/address-issue.ts'
import { approveDue } from '../../src/flow/approve-issue.ts'
import { composeNow } from '../../src/flow/compose-issue.ts'
import { listDeliveries } from '../../src/store/listings/deliveries.ts'
import { eachDatabase } from '../support/databases.ts'
import { startBroadsheet, type RunningBroadsheet } from '../support/process.ts'
import { startSmtpServer, type SmtpServer } from '../support/smtp-server.ts'
import { digest, NOON, openWorld, publish, PUBLICATION, reader, topics } from '../support/world.ts'

// `KILLS=20 READERS=3000 SENDERS=4 npm test -- kill` is the long form.
const KILLS = Number(process.env['KILLS'] ?? 5)
const READERS = Number(process.env['READERS'] ?? 400)
const SENDERS = Number(process.env['SENDERS'] ?? 2)
// So many mails can stand before their final dot in one sender.
const MOST_AT_ONCE = 8
const PATIENCE = 120_000 + KILLS * 20_000

describe.each(eachDatabase)('a sender that is killed on $name', ({ name, url }) => {
  test('loses no mail and sends none twice, whenever that is', { timeout: PATIENCE }, async () => {
    const senders = name === 'SQLite' ? 1 : SENDERS
    const { lost, doubled, doubtful, unaccepted } = await killOverAndOver(await url(), { senders })
    expect({ lost, doubled }).toEqual({ lost: [], doubled: [] })
    // A sender that dies in the instant between the commit and the dots leaves doubtful mails that never arrived: people are shown them.
    console.log(`${name}: ${KILLS} kills, ${READERS} readers, ${doubtful} doubtful, ${unaccepted.length} of them not accepted`)
    expect(doubtful).toBeLessThanOrEqual(KILLS * senders * MOST_AT_ONCE)
    expect(unaccepted.length).toBeLessThanOrEqual(2 * MOST_AT_ONCE)
  })
})

test('without the barrier before the final dot the same kills send mails twice', { timeout: PATIENCE }, async () => {
  const [sqlite] = eachDatabase
  const hook = new URL('../support/without-barrier.ts', import.meta.url).href
  const { doubled } = await killOverAndOver((await sqlite?.url()) ?? '', { senders: 1, env: { NODE_OPTIONS: `--import=${hook}` } })
  expect(doubled.length).toBeGreaterThan(0)
})

type Kills = { senders: number; env?: Record<string, string> }
type Count = { lost: string[]; doubled: string[]; doubtful: number; unaccepted: string[] }

/** Starts senders, kills one of them in the middle of its work, and so on; then lets one finish, and counts what the server took. */
async function killOverAndOver(databaseUrl: string, { senders, env = {} }: Kills): Promise<Count> {
  await using server = await startSmtpServer()
  await fill(databaseUrl)
  const cwd = mkdtempSync(join(tmpdir(), 'broadsheet-kill-'))
  // Every start is half an hour later, so that the leases of the killed have run out.
  const start = (round: number): RunningBroadsheet =>
    startBroadsheet({
      cwd,
      args: ['run', '--until-idle', '--at', new Date(NOON + round * 30 * MINUTE).toISOString()],
      env: {
        DATABASE_URL: databaseUrl,
        SMTP_URL: server.url,
        SECRET: 'one secret for all of the senders',
        ROLES: 'sender,collector',
        ...env,
      },
    })
  for (let round = 1; round <= KILLS; round++) {
    const running = Array.from({ length: senders }, () => start(round))
    await someMore(server, Math.floor((READERS / (KILLS + 2)) * Math.random()))
    const killed = Math.ceil(senders / 2)
    await Promise.all(running.slice(0, killed).map((one) => one.kill('SIGKILL')))
    await Promise.all(running.slice(killed).map((other) => other.kill('SIGTERM')))
  }
  for (const round of [KILLS + 1, KILLS + 2]) expect(await start(round).ended).toMatchObject({ code: 0 })
  return await count(databaseUrl, server)
}

async function fill(databaseUrl: string): Promise<void> {
  await using store = await openWorld(databaseUrl)
  await topics(store, 'world')
  const morning = await digest(store)
  await publish(store, { key: 'a' })
  for (let index = 0; index < READERS; index++)
    await reader(store, `reader${index}@example.com`, { hour: { zone: 'UTC', minute: 720, weekdays: 127 } })
  const fail = (_: unknown, error: unknown): void => {
    throw error
  }
  await composeNow(store, morning, NOON)
  await approveDue(store, PUBLICATION, NOON, fail)
  expect(await addressDue(store, NOON, fail)).toBe(READERS)
}

async function someMore(server: SmtpServer, more: number): Promise<void> {
  const target = server.messages.length + more
  const giveUpAt = performance.now() + 15_000
  while (server.messages.length <= target && performance.now() < giveUpAt) await wait(1)
  await wait(Math.random() * 5)
}

async function count(databaseUrl: string, server: SmtpServer): Promise<Count> {
  await using store = await openWorld(databaseUrl)
  const copies = new Map<string, number>()
  for (const { to } of server.messages) copies.set(to.join(), (copies.get(to.join()) ?? 0) + 1)
  const deliveries = await listDeliveries(store.db, { limit: READERS })
  const doubtful = deliveries.filter(({ state }) => state === 'doubtful')
  expect(deliveries.filter(({ state }) => state !== 'accepted' && state !== 'doubtful')).toEqual([])
  return {
    lost: deliveries.filter(({ state, address }) => state === 'accepted' && !copies.has(address)).map(({ address }) => address),
    doubled: [...copies].filter(([, times]) => times > 1).map(([address]) => address),
    doubtful: doubtful.length,
    unaccepted: doubtful.filter(({ address }) => !copies.has(address)).map(({ address }) => address),
  }
}
