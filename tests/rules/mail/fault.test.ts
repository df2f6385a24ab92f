import { describe, expect, test } from 'vitest'
import { judgeReply, type Fault } from '../../../src/mail/fault.ts'
import { replyOf } from '../../../src/mail/send-result.ts'
import { corpusLines, describeCorpora } from '../../support/corpora.ts'

const judge = (reply: string, command = 'RCPT TO'): ReturnType<typeof judgeReply> =>
  judgeReply(replyOf(reply, Number(reply.slice(0, 3))), command)

describe('whose fault an answer is', () => {
  test.each<[string, string, Fault]>([
    ['550 5.1.1 No such user', 'RCPT TO', 'recipient-hard'],
    ['553 5.1.2 The domain could not be found', 'RCPT TO', 'recipient-hard'],
    ['556 5.1.10 Recipient address has null MX', 'RCPT TO', 'recipient-hard'],
    ['552 5.2.2 Mailbox full', 'RCPT TO', 'recipient-soft'],
    ['550 No', 'RCPT TO', 'recipient-soft'],
    ['451 4.3.0 Try later', 'RCPT TO', 'provider'],
    ['450 4.2.0 Greylisted, come back in five minutes', 'RCPT TO', 'provider'],
    ['550 5.2.1 The user you are trying to contact is receiving email too quickly', 'RCPT TO', 'nobody'],
    ['553 5.6.7 No such addresses here', 'RCPT TO', 'nobody'],
    ['553 5.6.7 No such addresses here', 'MAIL FROM', 'nobody'],
    ['550-5.7.1 Our system has detected that this message is likely unsolicited mail', 'DATA', 'message'],
    ['550 5.7.1 The message content is not acceptable', 'DATA', 'message'],
    ['552 5.3.4 Message too big', 'DATA', 'message'],
    ['552 Too big', 'MAIL FROM', 'message'],
    ['554 5.6.0 Malformed', 'DATA', 'message'],
    ['554 5.7.1 Service unavailable; client host [192.0.2.1] blocked using zen.spamhaus.org', 'RCPT TO', 'us'],
    ['550-5.7.26 Your email has been blocked because the sender is unauthenticated', 'DATA', 'us'],
    ['550 5.7.1 <rosa@saopaulo.example>: Relay access denied', 'RCPT TO', 'us'],
    ['535 5.7.8 Username and Password not accepted', 'RCPT TO', 'configuration'],
    ['530 5.7.0 Must issue a STARTTLS command first', 'MAIL FROM', 'configuration'],
    ['503 5.5.1 Bad sequence of commands', 'RCPT TO', 'configuration'],
  ])('%s to %s: %s', (reply, command, fault) => expect(judge(reply, command).fault).toBe(fault))

  test.each([
    ['421 4.7.28 Our system has detected an unusual rate of mail', true],
    ['421 4.3.2 Closing', true],
    ['451 4.7.1 Slow down', true],
    ['421 RP-001 rate limit exceeded', true],
    ['554 5.7.1 Service unavailable; client host [192.0.2.1] blocked using zen.spamhaus.org', true],
    ['451 4.7.1 Greylisting in action, please come back later', false],
    ['452 4.2.2 Mailbox full', false],
    ['550 5.1.1 No such user', false],
  ])('"%s" asks for less mail: %s', (reply, throttled) => expect(judge(reply).throttled).toBe(throttled))
})

type Published = { reply: number; status?: string; text?: string; code?: string; gist?: string; expect_class: string; action: string }

const HELD_AGAINST: Record<string, Fault[]> = {
  suppress_hard: ['recipient-hard'],
  soft_count: ['recipient-soft'],
  retry_then_soft: ['recipient-soft'],
  soft_count_no_suppress: ['nobody'],
  stop_campaign_alert_operator: ['message'],
  // A loop and a sender's address that does not work: with the relay or with us, whatever the issue.
  stop_alert_operator: ['configuration', 'message'],
  pause_provider_alert: ['us', 'message'],
  retry_backoff_throttle_provider_alert: ['us', 'message'],
  retry_fewer_connections: ['us'],
  retry_separate_transaction: ['nobody'],
  retry: ['provider', 'nobody', 'us', 'configuration'],
}

describeCorpora('the published answers of Gmail and Outlook', () => {
  const answers = ['gmail', 'outlook'].flatMap((provider) => corpusLines(`provider-codes/${provider}.jsonl`) as Published[])
  const textOf = ({ reply, status, text, code, gist }: Published): string =>
    [reply, status ?? code, text ?? gist].filter((each) => each !== undefined).join(' ')
  const rows = answers.map((answer): [string, Published] => [`${textOf(answer).slice(0, 90)}: ${answer.action}`, answer])

  test('are read', () => expect(rows.length).toBeGreaterThan(100))

  test.each(rows)('%s', (_, answer) => expect(HELD_AGAINST[answer.action]).toContain(judge(textOf(answer)).fault))

  test('ask for less mail exactly where we are to back off or to pause a provider', () => {
    const asked = answers.filter((answer) => judge(textOf(answer)).throttled)
    const expected = answers.filter(({ action, reply }) => /throttle|fewer|pause_provider/.test(action) || reply === 421)
    expect(asked.filter((answer) => !expected.includes(answer)).map(textOf)).toEqual([
      expect.stringContaining('Peak SMTP relay limit exceeded for this customer'),
    ])
    expect(expected.filter((answer) => !asked.includes(answer)).map(textOf)).toEqual([])
  })

  test('hold nothing against a subscriber that is not the fault of the address', () => {
    const innocent = answers.filter(({ expect_class }) => !/^(user|host)_unknown|mailbox_(full|disabled)/.test(expect_class))
    expect(innocent.filter((answer) => judge(textOf(answer)).fault.startsWith('recipient')).map(textOf)).toEqual([])
  })
})
