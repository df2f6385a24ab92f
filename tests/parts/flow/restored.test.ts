import { randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE, type Instant } from '../../../src/domain/instant.ts'
import { confirmInstallation } from '../../../src/flow/confirm-installation.ts'
import { makePump } from '../../../src/flow/deliver-due.ts'
import { lookAtStanding, placeOf, standUp, type Running } from '../../../src/flow/stand-up.ts'
import { parseRelay } from '../../../src/mail/relay.ts'
import { openTransport } from '../../../src/mail/transport.ts'
import { runUntilIdle } from '../../../src/pipeline.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { openStore } from '../../../src/store/open-store.ts'
import { eachDatabase } from '../../support/databases.ts'
import { startSmtpServer } from '../../support/smtp-server.ts'
import { at, digest, NOON, openWorld, PUBLICATION, publish, reader, topics } from '../../support/world.ts'

const folder = (): string => mkdtempSync(join(tmpdir(), 'broadsheet-place-'))
const standingIn = (store: Store, dataDir: string, changes: { name?: string; host?: string; baseUrl?: string } = {}) => ({
  ...{ store, publication: PUBLICATION, dataDir, baseUrl: 'https://news.example', host: 'one', name: undefined },
  ...changes,
})

/** The database as a backup has it: every byte of it, at another place. Nobody may have it open. */
async function copyOf(url: string, { to = '' } = {}): Promise<string> {
  if (url.startsWith('sqlite:')) {
    const [file, copy] = [url.slice('sqlite:'.length), to === '' ? join(folder(), 'broadsheet.db') : to.slice('sqlite:'.length)]
    for (const end of ['', '.place']) if (existsSync(file + end)) copyFileSync(file + end, copy + end)
    return `sqlite:${copy}`
  }
  const [, old = ''] = /\/(test_\w+)\?/.exec(url) ?? []
  const name = `copy_${old}`
  const client = new pg.Client({ connectionString: url.replace(old, 'postgres') })
  await client.connect()
  await client.query(`create database ${name} template ${old}`)
  await client.end()
  return url.replace(old, name)
}

/** Does all that is due at a time, and says whose mails left. */
async function work(store: Store, running: Running, now: Instant): Promise<string[]> {
  await using server = await startSmtpServer()
  const relay = parseRelay(server.url)
  if (!relay) throw new Error('The test server has no address')
  const transport = openTransport({ relay, name: 'test.example', lines: 1, messagesPerLine: 50 })
  const failed = (_: string, error: unknown): void => {
    throw error
  }
  const context = { store, publication: PUBLICATION, transport, clock: () => now, random: () => 0, failed }
  const isHeld = async (): Promise<boolean> => (await running.heldBecause()) !== undefined
  const tools = { ...context, pump: makePump(context, 1), notices: context, signal: new AbortController().signal, isHeld }
  await runUntilIdle(tools, ['planner', 'collector', 'sender'])
  transport.close()
  return server.messages.flatMap(({ to }) => to)
}

const BY = { id: null, name: 'tests' }
const AIKO = 'aiko@tokyo.example'
const SEVEN = at('2026-03-11T07:00:00Z')

/** Aiko's mail of tomorrow waits. */
async function furnish(url: string, dataDir: string): Promise<void> {
  await using store = await openWorld(url)
  await topics(store, 'world')
  await digest(store)
  await reader(store, AIKO)
  await publish(store, { key: 'yesterday' })
  const running = await standUp(standingIn(store, dataDir), () => NOON)
  expect(await work(store, running, at('2026-03-11T06:30:00Z'))).toEqual([])
}

describe.each(eachDatabase)('a database on $name', ({ name, url }) => {
  test('a restored server that sent yesterday’s mail again: now it is held, and what was due by then is never sent by itself', async () => {
    const [original, dataDir] = [await url(), folder()]
    await furnish(original, dataDir)
    const backup = await copyOf(original)
    {
      await using store = await openWorld(original)
      expect(await work(store, await standUp(standingIn(store, dataDir), () => SEVEN), SEVEN)).toEqual([AIKO])
    }
    const later = SEVEN + 3 * HOUR
    await using store = await openWorld(backup)
    const elsewhere = folder()
    const running = await standUp(standingIn(store, elsewhere), () => later)
    expect(await running.heldBecause()).toBe('elsewhere')
    expect(await work(store, running, later)).toEqual([])
    expect(await lookAtStanding({ store, dataDir: elsewhere, name: undefined })).toMatchObject({ held: 'elsewhere' })

    const place = await placeOf({ store, name: undefined }, true)
    expect(await confirmInstallation(store, { place, sentUntil: later, by: BY }, later)).toEqual({ doubtful: 1, heldIssues: 0 })
    expect(await running.heldBecause()).toBeUndefined()
    expect(await work(store, running, later)).toEqual([])
    await publish(store, { key: 'today' }, later)
    expect(await work(store, running, later + DAY)).toEqual([AIKO])
    const states = await store.db.selectFrom('deliveries').select(['state', 'low']).orderBy('id').execute()
    expect(states).toEqual([
      { state: 'doubtful', low: 1 },
      { state: 'accepted', low: 1 },
    ])
  })

  test('that was restored and confirmed takes dates of the original as made, so that none of its stories comes a second time', async () => {
    const [original, dataDir] = [await url(), folder()]
    {
      await using store = await openWorld(original)
      await topics(store, 'world')
      await digest(store)
      await digest(store, { slug: 'rolling', release: 'rolling' })
      await reader(store, AIKO)
      await reader(store, 'david@london.example', { digest: 'rolling' })
      await publish(store, { key: 'told by the original' })
      await standUp(standingIn(store, dataDir), () => NOON)
    }
    await using store = await openWorld(await copyOf(original))
    const later = SEVEN + HOUR
    const running = await standUp(standingIn(store, folder()), () => later)
    await confirmInstallation(store, { place: await placeOf({ store, name: undefined }, true), sentUntil: later, by: BY }, later)
    expect(await work(store, running, later)).toEqual([])
    expect(await work(store, running, SEVEN + DAY)).toEqual([])
    await publish(store, { key: 'told here' }, SEVEN + DAY)
    expect((await work(store, running, SEVEN + 2 * DAY)).sort()).toEqual([AIKO, 'david@london.example'])
  })

  test('that has only moved goes on where it was, once a person says so', async () => {
    const [original, dataDir] = [await url(), folder()]
    await furnish(original, dataDir)
    await using store = await openWorld(await copyOf(original))
    const running = await standUp(standingIn(store, folder()), () => SEVEN)
    expect(await work(store, running, SEVEN)).toEqual([])
    await confirmInstallation(store, { place: await placeOf({ store, name: undefined }, true), sentUntil: undefined, by: BY }, SEVEN)
    expect(await work(store, running, SEVEN)).toEqual([AIKO])
  })

  test('that stays where it is is never held, whatever its machine is called at the next start', async () => {
    const [address, dataDir] = [await url(), folder()]
    await furnish(address, dataDir)
    for (const host of ['pod-8f2c', 'pod-91aa']) {
      await using store = await openWorld(address)
      const running = await standUp(standingIn(store, dataDir, { host }), () => SEVEN)
      expect([await running.heldBecause(), await running.showAlive()]).toEqual([undefined, []])
    }
    // A container without a lasting data folder remembers nothing, and is not held for that.
    await using store = await openWorld(address)
    expect(await (await standUp(standingIn(store, folder()), () => SEVEN)).heldBecause()).toBeUndefined()
  })

  test('that was put back in its place from a backup is held: its data folder remembers more than it does', async () => {
    const [address, dataDir] = [await url(), folder()]
    await furnish(address, dataDir)
    await using store = await openWorld(address)
    await standUp(standingIn(store, dataDir), () => SEVEN)
    // What a backup of the evening does not have.
    await store.db.deleteFrom('instances').where('seen_at', '>', NOON).execute()
    const running = await standUp(standingIn(store, dataDir), () => SEVEN + HOUR)
    expect(await running.heldBecause()).toBe('older')
    expect(await work(store, running, SEVEN + HOUR)).toEqual([])
    await confirmInstallation(store, { place: await placeOf({ store, name: undefined }, true), sentUntil: SEVEN, by: BY }, SEVEN + HOUR)
    expect(await running.heldBecause()).toBeUndefined()
    // Confirmed while nothing ran, it is not held at the next start either.
    await store.db.deleteFrom('instances').where('seen_at', '>', NOON).execute()
    expect(await (await standUp(standingIn(store, dataDir), () => SEVEN + 2 * HOUR)).heldBecause()).toBeUndefined()
  })

  test('under the same name is the same installation wherever it lies, and a copy with another name is held', async () => {
    const [original, dataDir] = [await url(), folder()]
    {
      await using store = await openWorld(original)
      await standUp(standingIn(store, dataDir, { name: 'news' }), () => NOON)
    }
    await using store = await openWorld(await copyOf(original))
    expect(await (await standUp(standingIn(store, folder(), { name: 'news' }), () => NOON)).heldBecause()).toBeUndefined()
    expect(await (await standUp(standingIn(store, folder(), { name: 'staging' }), () => NOON)).heldBecause()).toBe('elsewhere')
  })

  test('at which two installations work lets each notice the other', async () => {
    await using store = await openWorld(await url())
    const dataDir = folder()
    const one = await standUp(standingIn(store, dataDir), () => NOON)
    const same = await standUp(standingIn(store, dataDir, { host: 'two' }), () => NOON)
    const other = await standUp(standingIn(store, dataDir, { host: 'three', baseUrl: 'https://staging.example' }), () => NOON + MINUTE)
    expect((await one.showAlive()).map(({ host }) => host)).toEqual(['three'])
    expect((await same.showAlive()).map(({ host }) => host)).toEqual(['three'])
    expect((await other.showAlive()).map(({ host }) => host).sort()).toEqual(['one', 'two'])
  })

  test('knows its place also for a user who owns nothing of the server', async () => {
    const address = await url()
    await using store = await openWorld(address)
    const role = `plain_${randomUUID().slice(0, 8)}`
    if (name === 'PostgreSQL') await sql.raw(`create role ${role} login`).execute(store.db)
    const asked = openStore(address.replace('broadsheet@', `${role}@`))
    expect(await asked.dialect.placeOf(asked.db, { keep: true })).toBe(await store.dialect.placeOf(store.db, { keep: true }))
    await asked.close()
  })
})
