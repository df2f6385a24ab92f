import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/domain/instant.ts'
import { EVERY_DAY } from '../../src/domain/weekdays.ts'
import { composeNow } from '../../src/flow/compose-issue.ts'
import { listIssues } from '../../src/store/listings/issues.ts'
import { eachDatabase } from '../support/databases.ts'
import { startBroadsheet } from '../support/process.ts'
import { startSmtpServer } from '../support/smtp-server.ts'
import { digest, openWorld, publish, reader, topics } from '../support/world.ts'

const READERS = 60

describe.each(eachDatabase.filter(({ name }) => name === 'PostgreSQL'))('many processes on $name', ({ url }) => {
  test('two of all roles make one issue and send each reader one mail', async () => {
    const address = await url()
    await using server = await startSmtpServer()
    await using store = await openWorld(address)
    await topics(store, 'world')
    // Its cut comes with the next full minute, and so does every reader's hour.
    const next = Temporal.Now.instant().epochMilliseconds + MINUTE
    const minute = Math.floor((next % (24 * HOUR)) / MINUTE)
    const hour = { zone: 'UTC', minute, weekdays: EVERY_DAY }
    const morning = await digest(store, { schedule: hour })
    await store.db
      .updateTable('digests')
      .set({ cut_until: next - MINUTE })
      .where('id', '=', morning.id)
      .execute()
    await publish(store, { key: 'a' })
    for (let index = 0; index < READERS; index++) await reader(store, `reader${index}@example.com`, { hour })

    const env = { DATABASE_URL: address, SMTP_URL: server.url, PORT: '0', SECRET: 'one secret for both of the processes' }
    const cwd = mkdtempSync(join(tmpdir(), 'broadsheet-two-'))
    await using one = startBroadsheet({ cwd, env })
    await using two = startBroadsheet({ cwd, env })
    await Promise.all([one.waitForLine(/Broadsheet is at/), two.waitForLine(/Broadsheet is at/)])
    await expect.poll(() => server.messages.length, { timeout: 90_000, interval: 200 }).toBeGreaterThanOrEqual(READERS)
    expect(await Promise.all([one.kill(), two.kill()])).toMatchObject([{ code: 0 }, { code: 0 }])

    expect(new Set(server.messages.map(({ to }) => to.join())).size).toBe(READERS)
    expect(server.messages).toHaveLength(READERS)
    expect(await listIssues(store.db)).toMatchObject([{ readers: { addressed: READERS }, deliveries: { accepted: READERS } }])
  })

  test('a planner, two senders and a web, of which one sender is killed, still send each reader one mail', async () => {
    const address = await url()
    await using server = await startSmtpServer()
    server.answer({ at: 'dot' }, 20, '250 2.0.0 ok')
    await using store = await openWorld(address)
    await topics(store, 'world')
    const now = Temporal.Now.instant().epochMilliseconds
    const hour = { zone: 'UTC', minute: Math.floor((now % (24 * HOUR)) / MINUTE), weekdays: EVERY_DAY }
    const morning = await digest(store)
    await publish(store, { key: 'a' })
    const count = 400
    for (let index = 0; index < count; index++) await reader(store, `reader${index}@example.com`, { hour })
    await composeNow(store, morning, now - (now % MINUTE))

    const env = { DATABASE_URL: address, SMTP_URL: server.url, PORT: '0', SECRET: 'one secret for all of the processes' }
    const cwd = mkdtempSync(join(tmpdir(), 'broadsheet-four-'))
    const start = (ROLES: string) => startBroadsheet({ cwd, env: { ...env, ROLES } })
    await using victim = start('sender')
    await using other = start('sender')
    await using web = start('web')
    await Promise.all([victim, other, web].map((one) => one.waitForLine(/Roles of this process/)))
    await using planner = start('planner,collector')
    await expect.poll(() => server.messages.length, { timeout: 60_000, interval: 5 }).toBeGreaterThan(50)
    await victim.kill('SIGKILL')
    const isOver = async () => (await listIssues(store.db))[0]?.deliveries['queued'] ?? 0
    await expect.poll(isOver, { timeout: 60_000, interval: 200 }).toBe(0)
    for (const one of [other, web, planner]) expect(await one.kill()).toMatchObject({ code: 0 })

    // What the killed one held is taken over when its leases have run out.
    const later = new Date(now + HOUR).toISOString()
    const last = startBroadsheet({ cwd, args: ['run', '--until-idle', '--at', later], env: { ...env, ROLES: 'sender,collector' } })
    expect(await last.ended).toMatchObject({ code: 0 })
    const recipients = server.messages.map(({ to }) => to.join())
    expect(new Set(recipients).size).toBe(recipients.length)
    const { accepted = 0, doubtful = 0, ...rest } = (await listIssues(store.db))[0]?.deliveries ?? {}
    expect(rest).toEqual({})
    expect(accepted + doubtful).toBe(count)
    expect(recipients.length).toBeGreaterThanOrEqual(accepted)
  })
})
