import { afterAll, describe, expect, test } from 'vitest'
import { DAY, HOUR, type Instant } from '../../../src/domain/instant.ts'
import { decideHeld } from '../../../src/flow/decide-held.ts'
import { takeReport } from '../../../src/flow/take-report.ts'
import { bounceAddress } from '../../../src/mail/bounce-address.ts'
import { openReportWorkers } from '../../../src/mail/reports/report-workers.ts'
import { listHeldAddresses, listHeldReceivers } from '../../../src/store/listings/held-suppressions.ts'
import { listReputation } from '../../../src/store/listings/reputation.ts'
import { eachDatabase } from '../../support/databases.ts'
import { NOON, PUBLICATION } from '../../support/world.ts'
import { complaintReport, postfixReport } from '../../rules/reports/raw-mail.ts'
import { openSending, type Sending } from '../deliver/sending.ts'

const workers = openReportWorkers(1)
afterAll(() => workers[Symbol.asyncDispose]())

const DEAD = '550 5.1.1 User unknown'
const at = (domain: string, count: number): string[] => Array.from({ length: count }, (_, index) => `reader${index}@${domain}`)

/** Reports that so many of a domain are dead, as they come from a relay that had accepted every mail. */
async function reportDead(sending: Sending, domain: string, { count, skip = 0, now }: { count: number; skip?: number; now: Instant }) {
  const tools = { store: sending.store, publication: PUBLICATION, workers, failed: sending.context.failed }
  const rows = await sending.store.db
    .selectFrom('deliveries')
    .innerJoin('subscribers', 'subscribers.id', 'subscriber_id')
    .select(['deliveries.id', 'address'])
    .where('address', 'like', `%@${domain}`)
    .orderBy('subscribers.id')
    .execute()
  const follows: string[] = []
  for (const { id, address } of rows.slice(skip, skip + count)) {
    const taken = await takeReport(tools, postfixReport(address, DEAD), { to: bounceAddress(id, PUBLICATION), via: 'smtp' }, now)
    follows.push(taken.verdict === 'counted' ? taken.follows : taken.verdict)
  }
  return follows
}

const suppressed = async ({ store }: Sending): Promise<number> => (await store.db.selectFrom('suppressions').select('id').execute()).length

const failures = async ({ store }: Sending): Promise<number> =>
  (await store.db.selectFrom('soft_failures').select('delivery_id').execute()).length

// Hostile case 52.
describe.each(eachDatabase)('a receiver that calls nearly everybody dead on $name', ({ url }) => {
  test('in reports: its readers are held, those of the last hour too, and a person drops or applies them all', async () => {
    await using sending = await openSending(await url(), { readers: [...at('broken.example', 24), ...at('sound.example', 3)] })
    await sending.run()
    const now = NOON + HOUR / 2
    const follows = await reportDead(sending, 'broken.example', { count: 12, now })
    expect(follows).toEqual([...Array<string>(9).fill('suppressed'), ...Array<string>(3).fill('held')])
    expect(await reportDead(sending, 'sound.example', { count: 1, now })).toEqual(['suppressed'])
    expect([await suppressed(sending), await failures(sending)]).toEqual([1, 3])
    expect(await listHeldReceivers(sending.store.db)).toEqual([
      { receiver: 'broken.example', openedAt: now, dead: 10, gone: 24, waiting: 12 },
    ])
    expect(sending.faults.join()).toContain('suppression apply --domain broken.example')

    expect(
      await decideHeld({ ...sending, publication: PUBLICATION }, { domain: 'Broken.example', decision: 'drop', by: 'Layla' }, now),
    ).toEqual({
      ok: true,
      receiver: 'broken.example',
      addresses: 12,
    })
    expect([await suppressed(sending), await failures(sending), await listHeldReceivers(sending.store.db)]).toEqual([1, 0, []])
    // What it says from now on is looked at anew.
    expect(await reportDead(sending, 'broken.example', { count: 1, skip: 12, now: now + HOUR })).toEqual(['suppressed'])

    expect(await reportDead(sending, 'broken.example', { count: 11, skip: 13, now: now + HOUR })).toContain('held')
    await decideHeld({ ...sending, publication: PUBLICATION }, { domain: 'broken.example', decision: 'apply', by: 'Layla' }, now + HOUR)
    expect(await suppressed(sending)).toBe(1 + 12)
    const log = await sending.store.db.selectFrom('suppression_log').select(['what', 'done_by']).execute()
    const countOf = (what: string, by: string): number => log.filter((row) => row.what === what && row.done_by === by).length
    expect([countOf('dropped', 'Layla'), countOf('added', 'Layla')]).toEqual([12, 12])
  })

  test('in the conversation: the same, while others are suppressed; many at once find one breaker', async () => {
    await using sending = await openSending(await url(), { readers: [...at('broken.example', 12), ...at('sound.example', 4)] })
    sending.server.answer({ at: 'rcpt', to: 'broken.example' }, DEAD)
    sending.server.answer({ at: 'rcpt', to: 'reader1@sound.example' }, DEAD)
    await sending.run()
    expect(await suppressed(sending)).toBe(1)
    const [held, ...more] = await listHeldReceivers(sending.store.db)
    expect([held?.receiver, held?.waiting, more]).toEqual(['broken.example', 12, []])
    const addresses = await listHeldAddresses(sending.store.db, { receiver: 'broken.example', limit: 2, after: 0 })
    expect(addresses).toMatchObject([{ note: expect.stringContaining('User unknown') as string }, {}])
    expect(sending.faults.filter((fault) => fault.includes('broken.example'))).toHaveLength(1)
  })
})

describe.each(eachDatabase)('rates on $name', ({ url }) => {
  test('show what was refused, came back and was complained of, for the hour in which the mails left', async () => {
    await using sending = await openSending(await url(), {
      readers: [...at('gmail.com', 6), ...at('googlemail.com', 2), 'layla@cairo.example'],
    })
    sending.server.answer({ at: 'rcpt', to: 'googlemail.com' }, '552 5.2.2 Mailbox full')
    await sending.run()
    await reportDead(sending, 'gmail.com', { count: 1, now: NOON + 3 * DAY })
    const tools = { store: sending.store, publication: PUBLICATION, workers }
    const { id } = await sending.store.db.selectFrom('deliveries').select('id').where('subscriber_id', '=', 2).executeTakeFirstOrThrow()
    await takeReport(tools, complaintReport('Feedback-Type: abuse'), { to: bounceAddress(id, PUBLICATION), via: 'smtp' }, NOON + 3 * DAY)
    const [all, google, cairo] = await listReputation(sending.store.db, NOON + 3 * DAY)
    const none = { accepted: 0, refused: 0, bounced: 0, complained: 0 }
    expect(all).toMatchObject({ senderDomain: 'broadsheet.example', receiver: '*', days: { 1: none, 7: { accepted: 7, refused: 2 } } })
    expect(google?.receiver).toBe('google')
    expect(google?.days[7]).toMatchObject({ accepted: 6, refused: 2, bounced: 1, complained: 1, rates: { refused: 0.25, bounced: 0.125 } })
    expect(google?.days[1]).toMatchObject(none)
    expect(cairo).toMatchObject({ receiver: 'cairo.example', days: { 30: { accepted: 1 } } })
  })
})

describe.each(eachDatabase)('an issue on $name', ({ url }) => {
  test('that readers complain of pauses, says why, and goes on when a person lets it', async () => {
    await using sending = await openSending(await url(), { readers: [...at('news.example', 5), 'layla@cairo.example'] })
    sending.server.answer({ at: 'rcpt', to: 'cairo.example' }, '451 4.3.0 Try later')
    await sending.run()
    const tools = { store: sending.store, publication: PUBLICATION, workers, failed: sending.context.failed }
    const complain = async (subscriberId: number): Promise<void> => {
      const { id } = await sending.store.db
        .selectFrom('deliveries')
        .select('id')
        .where('subscriber_id', '=', subscriberId)
        .executeTakeFirstOrThrow()
      await takeReport(tools, complaintReport('Feedback-Type: abuse'), { to: bounceAddress(id, PUBLICATION), via: 'smtp' }, NOON + 1)
    }
    const held = async (): Promise<string | null> =>
      (await sending.store.db.selectFrom('issues').select('held_reason').executeTakeFirstOrThrow()).held_reason
    for (const id of [1, 2, 3]) await complain(id)
    expect(await held()).toBeNull()
    await complain(4)
    expect(await held()).toBe('4 of its first 5 readers called it spam; the limit is 0.3 %')
    expect(sending.faults.join()).toContain('issue resume 1')
    await sending.store.db.updateTable('issues').set({ held_at: null, held_reason: null }).execute()
    await complain(5)
    expect(await held()).toBeNull()
  })

  test('of which more than fifty of the first thousand mails come back pauses, whichever receivers they come from', async () => {
    const readers = Array.from({ length: 60 }, (_, index) => `reader@town${index}.example`)
    await using sending = await openSending(await url(), { readers: [...readers, 'layla@cairo.example'] })
    sending.server.answer({ at: 'rcpt', to: 'cairo.example' }, '451 4.3.0 Try later')
    await sending.run()
    const heldFor = async (): Promise<string | null> =>
      (await sending.store.db.selectFrom('issues').select('held_reason').executeTakeFirstOrThrow()).held_reason
    const comeBack = async (towns: number[]): Promise<void> => {
      for (const town of towns) await reportDead(sending, `town${town}.example`, { count: 1, now: NOON + HOUR })
    }
    await comeBack(Array.from({ length: 50 }, (_, town) => town))
    expect(await heldFor()).toBeNull()
    await comeBack([50])
    expect(await heldFor()).toBe('51 of its first 60 mails were refused or came back; the limit is 5 %')
  })
})
