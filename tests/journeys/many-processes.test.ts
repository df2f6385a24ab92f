import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '../../src/domain/instant.ts'
import { EVERY_DAY } from '../../src/domain/weekdays.ts'
import { listIssues } from '../../src/store/listings/issues.ts'
import { eachDatabase } from '../support/databases.ts'
import { startBroadsheet } from '../support/process.ts'
import { startSmtpServer } from '../support/smtp-server.ts'
import { digest, openWorld, publish, reader, topics } from '../support/world.ts'

const READERS = 60

describe.each(eachDatabase.filter(({ name }) => name === 'PostgreSQL'))('two processes of all roles on $name', ({ url }) => {
  test('make one issue and send each reader one mail', async () => {
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
})
