import BetterSqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { HOUR } from '../../../src/domain/instant.ts'
import { makePump } from '../../../src/flow/deliver-due.ts'
import { openStore } from '../../../src/store/open-store.ts'
import { eachDatabase } from '../../support/databases.ts'
import { NOON } from '../../support/world.ts'
import { openSending, withSend, type Sending } from './sending.ts'

const readers = (count: number): string[] => Array.from({ length: count }, (_, index) => `reader${index}@example.com`)

/** Makes the database refuse for a moment. Comes back when it does; what is asked of it then fails. */
type Trouble = (sending: Sending) => Promise<void>

const TROUBLES: Record<'SQLite' | 'PostgreSQL', Trouble> = {
  SQLite: async ({ url, store }) => {
    // Waiting for the lock would block this very process, which holds it.
    await sql`pragma busy_timeout = 0`.execute(store.db)
    const other = new BetterSqlite(url.slice('sqlite:'.length))
    other.exec('begin immediate')
    setTimeout(() => other.close(), 300)
  },
  PostgreSQL: async ({ url }) => {
    const name = /\/([^/?]+)\?/.exec(url)?.[1] ?? ''
    const other = openStore(url.replace(`/${name}?`, '/postgres?'))
    const allow = (allowed: boolean) => sql`alter database ${sql.ref(name)} with allow_connections ${sql.lit(allowed)}`.execute(other.db)
    await allow(false)
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`.execute(other.db)
    setTimeout(() => void allow(true).then(() => other.close()), 300)
  },
}

/** Runs until everything has come to an end, an hour later each time. */
async function finish(sending: Sending): Promise<void> {
  for (let hours = 1; hours < 8; hours++) {
    sending.setClock(NOON + hours * HOUR)
    await sending.run()
  }
}

async function expectAllOnce(sending: Sending, addresses: string[]): Promise<void> {
  expect(sending.server.messages.map(({ to }) => to.join()).sort()).toEqual(addresses.toSorted())
  expect(new Set((await sending.deliveries()).map(({ state }) => state))).toEqual(new Set(['accepted']))
}

describe.each(eachDatabase)('a database that refuses for a while: $name', ({ name, url }) => {
  const makeTrouble = TROUBLES[name]

  test('before the final dot: nothing leaves that cannot be written down, and it is sent once', async () => {
    await using sending = await openSending(await url(), { readers: readers(3) })
    let isFirst = true
    const troubled = withSend(
      sending,
      (send) => (message, barrier) =>
        send(message, async () => {
          if (isFirst) await makeTrouble(sending)
          isFirst = false
          return barrier()
        }),
    )
    await makePump(troubled, 1).deliverDue(new AbortController().signal)
    expect(sending.server.messages).toHaveLength(2)
    await finish(sending)
    await expectAllOnce(sending, readers(3))
  })

  test('after the server has accepted: the outcome is written down as soon as it can be', async () => {
    await using sending = await openSending(await url(), { readers: readers(3) })
    let isFirst = true
    const troubled = withSend(sending, (send) => async (message, barrier) => {
      const result = await send(message, barrier)
      if (isFirst) await makeTrouble(sending)
      isFirst = false
      return result
    })
    expect(await makePump(troubled, 1).deliverDue(new AbortController().signal)).toBe(3)
    await expectAllOnce(sending, readers(3))
    expect(sending.faults.join()).toContain('writing down')
  })

  test('over and over, under many mails at once: none is lost and none is doubled', { timeout: 60_000 }, async () => {
    await using sending = await openSending(await url(), { readers: readers(40), lines: 6 })
    let sent = 0
    const troubled = withSend(sending, (send) => async (message, barrier) => {
      if (++sent % 11 === 0) await makeTrouble(sending)
      return send(message, barrier)
    })
    const pump = makePump(troubled, 8)
    for (let hours = 0; hours < 4; hours++) {
      sending.setClock(NOON + hours * HOUR)
      // A claim that fails ends the run; the loop around it begins another.
      await pump.deliverDue(new AbortController().signal).catch(() => undefined)
    }
    await finish(sending)
    await expectAllOnce(sending, readers(40))
  })
})
