import { expect, test } from 'vitest'
import { consequenceOf, type Consequence } from '../../../src/mail/reports/consequence.ts'
import { readReport } from '../../../src/mail/reports/read-report.ts'
import { complaintReport, postfixReport, rawMail } from './raw-mail.ts'

const CASES: [title: string, raw: Uint8Array, follows: Consequence][] = [
  ['a dead address is suppressed', postfixReport('a@example.com', '550 5.1.1 User unknown'), 'suppress'],
  ['a full mailbox counts', postfixReport('a@example.com', '552 5.2.2 Mailbox full'), 'count'],
  ['a mail still being tried counts for nothing', postfixReport('a@example.com', '451 try later', { action: 'delayed' }), 'nothing'],
  ['a delivered mail counts for nothing', postfixReport('a@example.com', '250 Ok', { action: 'delivered' }), 'nothing'],
  ['a blocklist is for the operator', postfixReport('a@example.com', '554 blocked using zen.spamhaus.org'), 'tell-operator'],
  [
    'too much mail for one reader counts for nobody',
    postfixReport('a@example.com', '550 5.2.1 user is receiving mail too quickly'),
    'nothing',
  ],
  ['a list that is closed to us counts for nobody', postfixReport('a@example.com', '550 not a member of this list'), 'nothing'],
  ['a complaint is heard everywhere', complaintReport('Feedback-Type: abuse\nVersion: 1'), 'suppress-everywhere'],
  ['a complaint taken back changes nothing', complaintReport('Feedback-Type: not-spam\nVersion: 1'), 'nothing'],
  ['a broken signature is for the operator', complaintReport('Feedback-Type: auth-failure\nVersion: 1'), 'tell-operator'],
  ['a vacation reply changes nothing', rawMail({ From: 'a@example.com', Subject: 'Out of office' }, 'user unknown'), 'nothing'],
]

test.each(CASES)('%s', async (_, raw, follows) => {
  const { recipients } = await readReport(raw)
  expect(recipients.map(consequenceOf)).toEqual([follows])
})
