import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { bounceAddress } from '../../src/mail/bounce-address.ts'
import type { Store } from '../../src/store/dialect.ts'
import { postfixReport } from '../rules/reports/raw-mail.ts'
import { eachDatabase } from '../support/databases.ts'
import { hasDovecot, startDovecot, type Dovecot } from '../support/dovecot.ts'
import { startBroadsheet, type RunningBroadsheet } from '../support/process.ts'
import { openWorld, PUBLICATION, SECRET } from '../support/world.ts'

const ALL = 5_000
const SOME = 600

describe('a mailbox of reports at a real Dovecot', () => {
  if (!hasDovecot()) {
    test('Left out: 5,000 reports over IMAP (it needs Debian’s package dovecot-imapd)', () => expect(hasDovecot()).toBe(false))
    return
  }

  test('of 5,000 is worked off at 200 a second or more, each looked at once, none deleted', { timeout: 300_000 }, async () => {
    await using world = await openMailbox(ALL)
    await using collector = world.start()
    const from = performance.now()
    await emptied(world, collector)
    const rate = (ALL / (performance.now() - from)) * 1000
    const unshared = ALL / processorSeconds(collector.pid)
    console.log(
      `${Math.round(rate)} reports a second from the mailbox with the start of the program, ${Math.round(unshared)} for each of the processor`,
    )
    // On a machine that others keep busy, what counts is the time that it had.
    expect(Math.max(rate, unshared)).toBeGreaterThanOrEqual(200)
    await collector.kill()
    expect(world.dovecot.count('Done')).toBe(ALL)
    expect(await fetchedBy(world.dovecot)).toBe(ALL)
    expect(await countsIn(world.store)).toEqual({ news: ALL, tallies: { counted: ALL } })
  })

  test('loses none and counts none twice when the collector is killed in the middle', { timeout: 300_000 }, async () => {
    await using world = await openMailbox(SOME)
    await using killed = world.start()
    await expect.poll(() => world.dovecot.count('Done'), { timeout: 60_000, interval: 20 }).toBeGreaterThan(SOME / 3)
    await killed.kill('SIGKILL')
    const left = world.dovecot.count('INBOX')
    expect(left).toBeGreaterThan(0)
    await using next = world.start()
    await emptied(world, next)
    await next.kill()
    expect(world.dovecot.count('Done')).toBe(SOME)
    const { news, tallies } = await countsIn(world.store)
    expect({ news, counted: tallies['counted'] }).toEqual({ news: SOME, counted: SOME })
    // What was in hand and not stored when it was killed is fetched again, and nothing else.
    expect(tallies['repeated']).toBeUndefined()
    expect(await fetchedBy(world.dovecot)).toBeLessThanOrEqual(left)
  })
})

type World = AsyncDisposable & { store: Store; dovecot: Dovecot; start: () => RunningBroadsheet }

/** As many deliveries, and for each a report in the mailbox. */
async function openMailbox(reports: number): Promise<World> {
  const databaseUrl = (await eachDatabase[0]?.url()) ?? ''
  const store = await openWorld(databaseUrl)
  const ids = await acceptedDeliveries(store, reports)
  const dovecot = await startDovecot()
  dovecot.fill(ids.map((id) => addressed(id, postfixReport('reader@example.com', '552 5.2.2 Mailbox full', { status: '5.2.2' }))))
  const env = {
    DATABASE_URL: databaseUrl,
    SECRET,
    ROLES: 'collector',
    BOUNCE_DOMAIN: PUBLICATION.bounceDomain,
    IMAP_URL: dovecot.url,
  }
  return {
    store,
    dovecot,
    start: () => startBroadsheet({ env }),
    [Symbol.asyncDispose]: async () => {
      await dovecot[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    },
  }
}

const addressed = (id: number, report: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(`Delivered-To: ${bounceAddress(id, PUBLICATION)}\r\n`), report])

/** Deliveries that were accepted a moment ago. */
async function acceptedDeliveries({ db }: Store, count: number): Promise<number[]> {
  const at = Date.now()
  const ids: number[] = []
  for (let from = 0; from < count; from += 500) {
    const names = Array.from({ length: Math.min(500, count - from) }, (_, index) => `reader${from + index}@domain${from + index}.example`)
    const people = names.map((address) => ({ address, canonical: address, name: '', created_at: at }))
    const added = await db.insertInto('subscribers').values(people).returning('id').execute()
    const usual = { issue_id: 1, state: 'accepted' as const, due_at: at, next_at: at, low: 1, high: 0, topics: '1', language: 'en' }
    const rows = added.map(({ id }) => ({ ...usual, subscriber_id: id, format: 'html' as const, attempts: 1, settled_at: at }))
    ids.push(...(await db.insertInto('deliveries').values(rows).returning('id').execute()).map(({ id }) => id))
  }
  return ids
}

async function emptied({ dovecot }: World, collector: RunningBroadsheet): Promise<void> {
  await expect.poll(() => dovecot.count('INBOX'), { timeout: 240_000, interval: 500, message: collector.output() }).toBe(0)
}

/** What a process has used of the processor, all its threads together (proc(5): in hundredths of a second). */
function processorSeconds(pid = 0): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** How many bodies were fetched in conversations that have ended; a killed one is told after a moment. */
async function fetchedBy(dovecot: Dovecot): Promise<number> {
  const fetched = (): number[] => [...dovecot.log().matchAll(/Disconnected.* fetched=(\d+)/g)].map(([, count]) => Number(count))
  await expect.poll(() => fetched().length, { timeout: 10_000 }).toBeGreaterThan(0)
  return fetched().at(-1) ?? 0
}

async function countsIn({ db }: Store): Promise<{ news: number; tallies: Record<string, number> }> {
  const { news } = await db
    .selectFrom('delivery_news')
    .select(({ fn }) => fn.countAll<number>().as('news'))
    .executeTakeFirstOrThrow()
  const rows = await db.selectFrom('report_tallies').select(['verdict', 'reports']).execute()
  return { news, tallies: Object.fromEntries(rows.map(({ verdict, reports }) => [verdict, reports])) }
}
