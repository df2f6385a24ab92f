import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { HOOK_EVENTS } from '../../../src/domain/hook.ts'
import { addHook } from '../../../src/flow/hooks/hooks.ts'
import { hookSecret } from '../../../src/flow/hooks/hook-secret.ts'
import { noteSentIssues } from '../../../src/flow/hooks/note-sent-issues.ts'
import { postHooks } from '../../../src/flow/hooks/post-hooks.ts'
import { takeReport } from '../../../src/flow/take-report.ts'
import { unsubscribe } from '../../../src/flow/unsubscribe.ts'
import { bounceAddress } from '../../../src/mail/bounce-address.ts'
import { openReportWorkers } from '../../../src/mail/reports/report-workers.ts'
import { findHook } from '../../../src/store/hooks.ts'
import { NOON, PUBLICATION } from '../../support/world.ts'
import { complaintReport, postfixReport } from '../../rules/reports/raw-mail.ts'
import { openSending } from '../deliver/sending.ts'
import { signUp } from '../sign-up/signing-up.ts'
import { sqlite } from '../web/site.ts'
import { listenForHooks } from './listen-for-hooks.ts'

const [AIKO, DAVID, ROSA] = ['aiko@tokyo.example', 'david@london.example', 'rosa@saopaulo.example'] as const

test('a receiver hears, by posts that its verifier takes, of every mail that left, came back or was complained of, and of the issue', async () => {
  await using receiver = await listenForHooks()
  await using workers = openReportWorkers(1)
  await using sending = await openSending(await sqlite.url(), { readers: [AIKO, DAVID, ROSA] })
  const { store } = sending
  const made = await addHook(store, { name: 'Other', url: receiver.url, events: [...HOOK_EVENTS] }, { id: null, name: 'tests' }, NOON)
  if (!made.ok) throw new Error(made.reason)

  sending.server.answer({ at: 'rcpt', to: DAVID }, '550 5.1.1 User unknown')
  await sending.run()
  expect(await noteSentIssues(store, NOON)).toBe(1)
  const deliveryOf = new Map((await sending.deliveries()).map((one) => [one.subscriber_id, one.id]))
  const report = (reader: number, raw: Uint8Array) =>
    takeReport(
      { store, publication: PUBLICATION, workers },
      raw,
      { to: bounceAddress(deliveryOf.get(reader) ?? 0, PUBLICATION), via: 'smtp' },
      NOON + 1,
    )
  await report(1, postfixReport(AIKO, '550 5.1.1 User unknown', { status: '5.1.1' }))
  await report(3, complaintReport(`Feedback-Type: abuse\nUser-Agent: Feedback/1.0\nVersion: 1\nOriginal-Rcpt-To: ${ROSA}`))
  await signUp(store, { address: 'layla@cairo.example' }, NOON + 2)
  await unsubscribe(store, { subscriberId: 3, digestId: 1 }, { at: NOON + 3, by: 'page' })

  // Standard Webhooks' own verifier looks at the clock of the machine.
  await postHooks({ store, publication: PUBLICATION, clock: Date.now, allowsPrivate: true, ca: receiver.ca })
  const verifier = new Webhook(hookSecret((await findHook(store.db, made.id))?.nonce ?? '', PUBLICATION.sign))
  const told = receiver.heard.map(({ body, headers }) => verifier.verify(body, headers) as { type: string; data: Record<string, unknown> })
  const about = (type: string) => told.filter((one) => one.type === type).map(({ data }) => data)
  expect(told.map(({ type }) => type).toSorted()).toEqual([...HOOK_EVENTS, 'delivery.accepted'].toSorted())
  expect(about('delivery.accepted').map(({ address }) => address)).toEqual(expect.arrayContaining([AIKO, ROSA]))
  expect(about('delivery.refused')).toEqual([expect.objectContaining({ address: DAVID, issue: 1 })])
  expect(about('delivery.bounced')).toEqual([expect.objectContaining({ address: AIKO, delivery: deliveryOf.get(1) })])
  expect(about('delivery.complained')).toEqual([expect.objectContaining({ address: ROSA, delivery: deliveryOf.get(3) })])
  expect(about('subscriber.confirmed')).toEqual([expect.objectContaining({ address: 'layla@cairo.example' })])
  expect(about('subscriber.unsubscribed')).toEqual([expect.objectContaining({ address: ROSA, by: 'page' })])
  expect(about('issue.sent')).toEqual([{ issue: 1, digest: 'morning', number: 1, sent: 2, failed: 1, doubtful: 0, withheld: 0 }])
})
