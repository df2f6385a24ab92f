import { describe, expect, test } from 'vitest'
import { DAY, HOUR, MINUTE } from '../../../src/domain/instant.ts'
import { resumeIssue } from '../../../src/flow/resume-issue.ts'
import { retryDeliveries } from '../../../src/flow/retry-deliveries.ts'
import { listIssues } from '../../../src/store/listings/issues.ts'
import { eachDatabase } from '../../support/databases.ts'
import { NOON, publish } from '../../support/world.ts'
import { issueAt, openSending, type Sending } from './sending.ts'

const PEOPLE = ['aiko@tokyo.example', 'david@london.example', 'rosa@saopaulo.example', 'wei@shanghai.example', 'layla@cairo.example']
const SPAM = '550-5.7.1 This message is likely unsolicited mail.\r\n550 5.7.1 See https://mail.example/help?answer=188131'
const BLACKLISTED = '554 5.7.1 Service unavailable; client host [192.0.2.1] blocked using zen.spamhaus.org'

const statesOf = async (sending: Sending): Promise<string[]> => (await sending.deliveries()).map(({ state }) => state)

const countIn = async (sending: Sending, state: string): Promise<number> =>
  (await statesOf(sending)).filter((each) => each === state).length

const suppressions = ({ store }: Sending) =>
  store.db.selectFrom('suppressions').select(['canonical', 'reason', 'note', 'added_by', 'created_at']).orderBy('canonical').execute()

const softFailures = async ({ store }: Sending): Promise<number> =>
  (await store.db.selectFrom('soft_failures').selectAll().execute()).length

const faultsOf = async (sending: Sending): Promise<(string | null)[]> => (await sending.attempts()).map(({ fault }) => fault)

/** Tomorrow's issue and so on: one more mail to everybody, so many days after the first. */
async function issueOnDay(sending: Sending, day: number): Promise<void> {
  const now = NOON + day * DAY
  await publish(sending.store, { key: `day-${day}`, title: `The story of day ${day}` }, now - HOUR)
  await issueAt(sending.store, 'morning', now)
  sending.setClock(now)
  await sending.run()
}

describe.each(eachDatabase)('what follows from an answer on $name', ({ url }) => {
  test('a dead address is suppressed with the answer, in any number, and the others get their mail', async () => {
    await using sending = await openSending(await url(), { readers: PEOPLE })
    sending.server.answer({ at: 'rcpt', to: 'tokyo.example' }, '550 5.1.1 <aiko@tokyo.example>: No such user')
    sending.server.answer({ at: 'rcpt', to: 'cairo.example' }, '550 5.1.1 No such user')
    await sending.run()
    expect(await suppressions(sending)).toEqual([
      {
        canonical: 'aiko@tokyo.example',
        reason: 'hard',
        note: '550 5.1.1 <aiko@tokyo.example>: No such user',
        added_by: 'answer',
        created_at: NOON,
      },
      { canonical: 'layla@cairo.example', reason: 'hard', note: '550 5.1.1 No such user', added_by: 'answer', created_at: NOON },
    ])
    expect(await countIn(sending, 'accepted')).toBe(3)
    expect(await faultsOf(sending)).toEqual(['recipient-hard', null, null, null, 'recipient-hard'])
    expect(sending.faults).toEqual([])
    await issueOnDay(sending, 1)
    expect(sending.server.accepted()).toHaveLength(6)
  })

  test('a full mailbox is counted, and suppressed after four times over ten days', async () => {
    await using sending = await openSending(await url())
    sending.server.answer({ at: 'rcpt' }, '552 5.2.2 Mailbox full')
    await sending.run()
    expect([await softFailures(sending), await suppressions(sending)]).toEqual([1, []])
    for (const day of [3, 6]) await issueOnDay(sending, day)
    expect([await softFailures(sending), await suppressions(sending)]).toEqual([3, []])
    await issueOnDay(sending, 10)
    expect(await suppressions(sending)).toMatchObject([
      {
        canonical: 'aiko@tokyo.example',
        reason: 'soft',
        note: 'failed 4 times without a success between, the last time with: 552 5.2.2 Mailbox full',
      },
    ])
    expect(await softFailures(sending)).toBe(0)
  })

  test('one success starts the count anew', async () => {
    await using sending = await openSending(await url())
    sending.server.answer({ at: 'rcpt', times: 3 }, '552 5.2.2 Mailbox full')
    await sending.run()
    for (const day of [3, 6]) await issueOnDay(sending, day)
    expect(await softFailures(sending)).toBe(3)
    await issueOnDay(sending, 8)
    expect(await softFailures(sending)).toBe(0)
    sending.server.answer({ at: 'rcpt' }, '552 5.2.2 Mailbox full')
    await issueOnDay(sending, 12)
    expect([await softFailures(sending), await suppressions(sending)]).toEqual([1, []])
  })

  test('a mailbox that puts us off until it is too late has failed once; a server in trouble is nobody’s failure', async () => {
    await using sending = await openSending(await url(), { readers: PEOPLE.slice(0, 2) })
    sending.server.answer({ at: 'rcpt', to: 'tokyo.example' }, '452 4.2.2 Mailbox full')
    sending.server.answer({ at: 'rcpt', to: 'london.example' }, '451 4.3.0 Server trouble')
    await sending.run()
    expect(await softFailures(sending)).toBe(0)
    sending.setClock(NOON + DAY - MINUTE)
    await sending.run()
    expect(await statesOf(sending)).toEqual(['withheld', 'withheld'])
    expect(await sending.store.db.selectFrom('soft_failures').select('canonical').execute()).toEqual([{ canonical: 'aiko@tokyo.example' }])
  })

  test('three who refuse the issue as spam hold it; nobody is suppressed, and it goes on when a person says so', async () => {
    await using sending = await openSending(await url(), { readers: PEOPLE, lines: 1 })
    sending.server.answer({ at: 'dot' }, SPAM)
    await sending.run()
    expect([await suppressions(sending), await softFailures(sending)]).toEqual([[], 0])
    const [issue] = await listIssues(sending.store.db)
    expect(issue).toMatchObject({
      id: 1,
      heldAt: NOON,
      heldReason: expect.stringContaining('550-5.7.1 This message is likely unsolicited mail. 550 5.7.1 See') as string,
    })
    expect(sending.faults.join()).toContain('issue 1: Error: It is held')
    expect(sending.faults.join()).toContain('"issue resume 1"')
    const refused = await countIn(sending, 'refused')
    expect(refused).toBeGreaterThanOrEqual(3)

    sending.server.answer({ at: 'dot' }, '250 2.0.0 Ours now')
    expect(await resumeIssue(sending.store, 1, NOON)).toEqual({ ok: true })
    expect(await resumeIssue(sending.store, 1, NOON)).toEqual({ ok: false, reason: 'not-held' })
    expect(await resumeIssue(sending.store, 2, NOON)).toEqual({ ok: false, reason: 'no-such-issue' })
    await sending.run()
    expect(await countIn(sending, 'accepted')).toBe(5 - refused)
    await retryDeliveries(sending.store, { issueId: 1, state: 'refused' }, NOON + MINUTE)
    sending.setClock(NOON + MINUTE)
    await sending.run()
    expect(await countIn(sending, 'accepted')).toBe(5)
    expect(new Set(sending.server.accepted().map(({ to }) => to[0]))).toEqual(new Set(PEOPLE))
  })

  test('nothing of a held issue goes out, not even what comes due later; it is due at once when it goes on', async () => {
    await using sending = await openSending(await url(), { readers: PEOPLE })
    await sending.store.db.updateTable('issues').set({ held_at: NOON, held_reason: 'a trial' }).execute()
    await sending.run()
    expect(sending.server.messages).toEqual([])
    expect((await sending.deliveries())[0]).toMatchObject({
      state: 'queued',
      reason: 'its issue is held: a trial',
      next_at: NOON + HOUR,
      lease_until: null,
    })
    await resumeIssue(sending.store, 1, NOON + MINUTE)
    sending.setClock(NOON + MINUTE)
    await sending.run()
    expect(await statesOf(sending)).toEqual(Array(5).fill('accepted'))
  })

  test('a delivery that was put back in the moment of the resumption asks again within the hour', async () => {
    await using sending = await openSending(await url())
    await sending.store.db.updateTable('issues').set({ held_at: NOON, held_reason: 'a trial' }).execute()
    await sending.run()
    expect(sending.server.messages).toEqual([])
    await sending.store.db.updateTable('issues').set({ held_at: null, held_reason: null }).execute()
    sending.setClock(NOON + HOUR)
    await sending.run()
    expect(await statesOf(sending)).toEqual(['accepted'])
  })

  test('when we are blacklisted the way out pauses after three, the rest keep waiting, and nobody is suppressed', async () => {
    await using sending = await openSending(await url(), { readers: PEOPLE, lines: 1 })
    sending.server.answer({ at: 'rcpt' }, BLACKLISTED)
    await sending.run()
    expect(await countIn(sending, 'refused')).toBe(3)
    expect(await countIn(sending, 'queued')).toBe(2)
    expect(sending.context.transport.trouble).toMatchObject({ outcome: 'misconfigured', fault: 'us' })
    expect(sending.faults.join()).toContain('zen.spamhaus.org')
    expect([await suppressions(sending), await softFailures(sending)]).toEqual([[], 0])
    expect(await listIssues(sending.store.db)).toMatchObject([{ heldAt: null }])
  })

  test('when our sign-in is refused the way out stops at once, and it counts against nobody', async () => {
    await using sending = await openSending(await url(), { readers: PEOPLE, lines: 1 })
    sending.server.answer({ at: 'mail' }, '535 5.7.8 Username and password not accepted')
    await sending.run()
    expect(await statesOf(sending)).toEqual(Array(5).fill('queued'))
    expect(await sending.attempts()).toEqual([])
    expect(sending.faults.join()).toContain('535 5.7.8')
    expect([await suppressions(sending), await softFailures(sending)]).toEqual([[], 0])
  })

  test('who is greylisted is tried at least twice within the hour', async () => {
    await using sending = await openSending(await url())
    sending.server.answer({ at: 'rcpt', times: 2 }, '451 4.7.1 Greylisting in action, please come back later')
    for (let minute = 0; minute <= 60; minute++) {
      sending.setClock(NOON + minute * MINUTE)
      await sending.run()
    }
    expect((await sending.attempts()).map(({ outcome }) => outcome)).toEqual(['deferred', 'deferred', 'accepted'])
    expect([await suppressions(sending), await softFailures(sending)]).toEqual([[], 0])
  })
})
