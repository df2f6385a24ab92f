import { afterAll, describe, expect, test } from 'vitest'
import { DAY, HOUR } from '../../../src/domain/instant.ts'
import { takeReport } from '../../../src/flow/take-report.ts'
import { bounceAddress } from '../../../src/mail/bounce-address.ts'
import { openReportWorkers } from '../../../src/mail/reports/report-workers.ts'
import { eachDatabase } from '../../support/databases.ts'
import { NOON, publish, PUBLICATION } from '../../support/world.ts'
import { postfixReport } from '../../rules/reports/raw-mail.ts'
import { issueAt, openSending, type Sending } from '../deliver/sending.ts'

const workers = openReportWorkers(1)
afterAll(() => workers[Symbol.asyncDispose]())

const AIKO = 'aiko@tokyo.example'

/** Sends an issue on that day after the first; the relay takes it. Gives back the delivery. */
async function sendOn(sending: Sending, day: number): Promise<number> {
  const now = NOON + day * DAY
  sending.setClock(now)
  if (day > 0) {
    await publish(sending.store, { key: `day ${day}` }, now - HOUR)
    await issueAt(sending.store, 'morning', now)
  }
  await sending.run()
  const last = (await sending.deliveries()).at(-1)
  expect(last).toMatchObject({ state: 'accepted', settled_at: now })
  return last?.id ?? 0
}

/** A report that comes an hour later: the mailbox is full. */
async function failOn(sending: Sending, day: number): Promise<void> {
  const to = bounceAddress(await sendOn(sending, day), PUBLICATION)
  const tools = { store: sending.store, publication: PUBLICATION, workers }
  const taken = await takeReport(tools, postfixReport(AIKO, '552 5.2.2 Mailbox full'), { to, via: 'smtp' }, NOON + day * DAY + HOUR)
  expect(taken).toMatchObject({ verdict: 'counted', follows: 'failure' })
}

const suppressed = ({ store }: Sending) => store.db.selectFrom('suppressions').select(['canonical', 'reason', 'note']).execute()

describe.each(eachDatabase)('reports of a full mailbox on $name', ({ url }) => {
  test('lead to suppression with the fourth, over more than ten days, and the note says so', async () => {
    await using sending = await openSending(await url(), { readers: [AIKO] })
    for (const day of [0, 4, 8]) await failOn(sending, day)
    expect(await suppressed(sending)).toEqual([])
    await failOn(sending, 11)
    const note = expect.stringMatching(/^failed 4 times without a success between.*Mailbox full/) as string
    expect(await suppressed(sending)).toEqual([{ canonical: AIKO, reason: 'soft', note }])
  })

  test('are counted anew after a mail that arrived', async () => {
    await using sending = await openSending(await url(), { readers: [AIKO] })
    for (const day of [0, 3, 6]) await failOn(sending, day)
    await sendOn(sending, 9)
    for (const day of [12, 15, 18]) await failOn(sending, day)
    expect(await suppressed(sending)).toEqual([])
    await failOn(sending, 23)
    expect(await suppressed(sending)).toMatchObject([{ reason: 'soft' }])
  })
})
