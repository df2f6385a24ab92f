import { describe, expect, test } from 'vitest'
import { readReport } from '../../../src/mail/reports/read-report.ts'
import { readSesNotification } from '../../../src/mail/reports/read-ses-notification.ts'
import { reportJson } from '../../../src/mail/reports/report-json.ts'
import { PROSE } from './prose.ts'
import { complaintReport, postfixReport, rawMail, rawReport } from './raw-mail.ts'

const UNKNOWN = '550 5.1.1 <david@example.co.uk>: Recipient address rejected: User unknown'
const ARF = 'Feedback-Type: abuse\nUser-Agent: Yahoo!-Mail-Feedback/2.0\nVersion: 1'

describe('a delivery report', () => {
  test('names the recipient, the class and the reason', async () => {
    const report = await readReport(postfixReport('david@example.co.uk', UNKNOWN, { status: '5.1.1' }))
    expect(reportJson('a.eml', report)).toEqual({
      file: 'a.eml',
      kind: 'bounce',
      recipients: [
        { address: 'david@example.co.uk', class: 'hard', reason: 'unknown-user', status: '5.1.1', replyCode: '550', rule: 'unknown-user' },
      ],
    })
  })

  test.each(['delivered', 'relayed', 'expanded'])('that a mail was %s is no bounce', async (action) => {
    const report = await readReport(postfixReport('david@example.co.uk', '250 2.1.5 Ok', { action, status: '2.1.5' }))
    expect(report).toMatchObject({ kind: 'delivered', recipients: [{ class: 'delivered', reason: action }] })
  })

  test('that a mail is still being tried is no bounce, even with "user unknown" in it', async () => {
    const report = await readReport(postfixReport('david@example.co.uk', '450 4.1.1 User unknown', { action: 'delayed', status: '4.1.1' }))
    expect(report.recipients).toMatchObject([{ class: 'soft', reason: 'delayed' }])
  })

  test('about several recipients judges each by its own words', async () => {
    const status = (address: string, text: string): string =>
      `Final-Recipient: rfc822;${address}\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; ${text}`
    const groups = [
      'Reporting-MTA: dns; mx.example.net',
      status('aiko@example.jp', '550 5.1.1 User unknown'),
      status('rosa@example.com.br', '552 5.2.2 Mailbox full'),
      status('layla@example.com', '554 5.7.1 blocked using zen.spamhaus.org'),
    ]
    const report = await readReport(rawReport('delivery-status', [['message/delivery-status', groups.join('\n\n')]]))
    expect(report.recipients.map((each) => [each.address, each.class])).toEqual([
      ['aiko@example.jp', 'hard'],
      ['rosa@example.com.br', 'soft'],
      ['layla@example.com', 'sender'],
    ])
  })

  test('about an international address is read (RFC 6533)', async () => {
    const fields =
      'Final-Recipient: utf-8;\\x{4F1F}@example.cn\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user'
    const report = await readReport(rawReport('delivery-status', [['message/global-delivery-status', fields]]))
    expect(report.recipients).toMatchObject([{ address: '伟@example.cn', class: 'hard' }])
  })

  test('that says nothing is judged by what it says to people', async () => {
    const parts: [string, string][] = [
      ['text/plain', '    Below is the list of failures:\n\nlayla@example.com: 550 5.7.26 does not pass DMARC'],
      [
        'message/delivery-status',
        'Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822;layla@example.com\nAction: failed\nStatus: 5.0.0',
      ],
    ]
    expect((await readReport(rawReport('delivery-status', parts))).recipients).toMatchObject([
      { class: 'sender', reason: 'authentication' },
    ])
  })

  test('that a gateway wrapped into a mail of its own is read all the same', async () => {
    const inner = new TextDecoder().decode(postfixReport('david@example.co.uk', UNKNOWN)).replaceAll('\r', '')
    const fields = { 'Content-Type': 'multipart/mixed; boundary=edge', To: 'someone@example.org' }
    const report = await readReport(
      rawReport(
        '',
        [
          ['text/plain', 'Attached.'],
          ['message/rfc822', inner],
        ],
        fields,
      ),
    )
    expect(report.recipients).toMatchObject([{ address: 'david@example.co.uk', class: 'hard' }])
  })

  test('is the same with any newlines, and without its last boundary', async () => {
    const text = new TextDecoder().decode(postfixReport('david@example.co.uk', UNKNOWN))
    const forms = [
      text,
      text.replaceAll('\r\n', '\n'),
      text.replaceAll('\r\n', '\r'),
      text.replace('--edge--', ''),
      text.replace(/\r\n/, '\n'),
    ]
    for (const form of forms) {
      expect((await readReport(new TextEncoder().encode(form))).recipients).toMatchObject([
        { address: 'david@example.co.uk', class: 'hard' },
      ])
    }
  })

  test('several in one mailbox file are all read', async () => {
    const one = new TextDecoder().decode(postfixReport('david@example.co.uk', UNKNOWN))
    const two = new TextDecoder().decode(postfixReport('rosa@example.com.br', '552 5.2.2 Mailbox full'))
    const box = `From MAILER-DAEMON  Thu Apr 30 23:34:45 2026\r\n${one}\r\nFrom MAILER-DAEMON  Thu Apr 30 23:34:46 2026\r\n${two}`
    expect((await readReport(new TextEncoder().encode(box))).recipients.map(({ address }) => address)).toEqual([
      'david@example.co.uk',
      'rosa@example.com.br',
    ])
  })

  test('a report that quotes another mail with recipients of its own speaks only of its own', async () => {
    const parts: [string, string][] = [
      [
        'message/delivery-status',
        `Final-Recipient: rfc822;david@example.co.uk\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; ${UNKNOWN}`,
      ],
      [
        'message/rfc822',
        'X-Failed-Recipients: victim@example.com\nTo: victim@example.com\nSubject: 550 5.1.1 <victim@example.com> user unknown\n\nx',
      ],
    ]
    const report = await readReport(rawReport('delivery-status', parts))
    expect(report.recipients.map(({ address }) => address)).toEqual(['david@example.co.uk'])
  })

  test('Amazon’s notification is read where it comes as a mail', async () => {
    const bounce = {
      bounceType: 'Permanent',
      bouncedRecipients: [{ emailAddress: 'aiko@example.jp', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' }],
    }
    const message = JSON.stringify({ Type: 'Notification', Message: JSON.stringify({ notificationType: 'Bounce', bounce }) }, null, 1)
    const broken = `${message.slice(0, 120)}\n ${message.slice(120)}`
    const report = await readReport(rawMail({ From: 'no-reply@sns.amazonaws.com', Subject: 'AWS Notification Message' }, broken))
    expect(report).toMatchObject({ kind: 'bounce', recipients: [{ address: 'aiko@example.jp', class: 'hard' }] })
  })
})

describe('Amazon’s notifications', () => {
  const bounced = (bounceSubType: string, recipient: object = {}) =>
    readSesNotification({
      notificationType: 'Bounce',
      bounce: { bounceType: 'Permanent', bounceSubType, bouncedRecipients: [{ emailAddress: 'aiko@example.jp', ...recipient }] },
    })

  test.each([
    ['NoEmail', 'hard', 'unknown-user'],
    ['Suppressed', 'hard', 'suppressed'],
    ['MailboxFull', 'soft', 'mailbox-full'],
    ['ContentRejected', 'sender', 'spam'],
    ['General', 'soft', 'unclear'],
  ])('%s without the server’s words is %s', (subType, kind, reason) => {
    expect(bounced(subType)).toMatchObject([{ address: 'aiko@example.jp', class: kind, reason }])
  })

  test('the server’s words go before Amazon’s', () => {
    const diagnosticCode = 'smtp; 554 5.7.1 blocked using zen.spamhaus.org'
    expect(bounced('General', { status: '5.1.1', diagnosticCode })).toMatchObject([{ class: 'sender' }])
  })

  test.each([null, 3, [], {}, { bounce: 1 }, { bounce: { bouncedRecipients: 'x' } }, { complaint: { complainedRecipients: [1] } }])(
    'what is none says nothing of anybody: %j',
    (anything) => {
      expect(readSesNotification(anything).filter(({ address }) => address !== null)).toEqual([])
    },
  )
})

describe('a report in prose', () => {
  test.each(PROSE)('$name', async ({ from, subject, body, expect: expected }) => {
    const type = body.startsWith('<html') ? 'text/html' : 'text/plain'
    const fields = { From: from, To: 'b-7-abc@bounce.example.org', Subject: subject, 'Content-Type': `${type}; charset=utf-8` }
    const report = await readReport(rawMail(fields, body))
    expect(report.recipients.map((each) => [each.address, each.class])).toEqual(expected)
  })

  test('a warning is told as a warning', async () => {
    const warning = PROSE.find(({ name }) => name.startsWith('a warning'))
    const report = await readReport(rawMail({ From: warning?.from ?? '', Subject: warning?.subject ?? '' }, warning?.body ?? ''))
    expect(report.recipients).toMatchObject([{ class: 'soft', reason: 'delayed' }])
  })
})

describe('a complaint', () => {
  test('names who complained', async () => {
    const report = await readReport(complaintReport(`${ARF}\nOriginal-Rcpt-To: rosa@example.com.br`))
    expect(report).toMatchObject({
      kind: 'complaint',
      recipients: [{ address: 'rosa@example.com.br', class: 'complaint', reason: 'abuse' }],
    })
  })

  test('without the address is told by the mail that it returns, or not at all', async () => {
    expect((await readReport(complaintReport(ARF))).recipients).toMatchObject([{ address: 'rosa@example.com.br', class: 'complaint' }])
    expect((await readReport(complaintReport(ARF, 'Subject: The Daily'))).recipients).toMatchObject([{ address: null, class: 'complaint' }])
  })

  test('"not spam" takes a complaint back and changes nothing', async () => {
    const report = await readReport(complaintReport(ARF.replace('abuse', 'not-spam')))
    expect(report).toMatchObject({ kind: 'delivered', recipients: [{ class: 'delivered', reason: 'not-spam' }] })
  })

  test('a report about our own signature says so', async () => {
    const report = await readReport(complaintReport(ARF.replace('abuse', 'auth-failure')))
    expect(report.recipients).toMatchObject([{ reason: 'auth-failure' }])
  })

  test('several in one part are all found', async () => {
    const two = `${ARF}\nOriginal-Rcpt-To: rosa@example.com.br\n\n${ARF}\nOriginal-Rcpt-To: david@example.co.uk`
    expect((await readReport(complaintReport(two))).recipients.map(({ address }) => address)).toEqual([
      'rosa@example.com.br',
      'david@example.co.uk',
    ])
  })
})

describe('what changes nothing', () => {
  const changes = async (fields: Record<string, string>, body: string): Promise<unknown> => {
    const { kind, recipients } = await readReport(rawMail(fields, body))
    return { kind, classes: recipients.map((each) => each.class) }
  }
  const AWAY = 'I am away until Monday. If you wrote to david@example.co.uk: 550 5.1.1 user unknown, he left the company.'

  test.each([
    [
      'a vacation reply with "user unknown" in it',
      { From: 'Rosa <rosa@example.com.br>', Subject: 'Re: The Daily', 'Auto-Submitted': 'auto-replied' },
      AWAY,
    ],
    [
      'one that only its subject gives away',
      { From: 'rosa@example.com.br', 'Return-Path': '<>', Subject: 'Out of Office: The Daily' },
      AWAY,
    ],
    ['one in German', { From: 'rosa@example.de', Subject: 'Abwesenheitsnotiz: Der Tag' }, 'Ich bin nicht im Büro.'],
    ['one in Japanese', { From: 'aiko@example.jp', Subject: '自動返信: お知らせ' }, '不在にしております。'],
    ['one of an old program', { From: 'rosa@example.com.br', Subject: 'Hello', 'X-Autoreply': 'yes' }, 'Gone fishing.'],
    [
      'a request to prove that a person wrote',
      { From: 'layla@example.com', Subject: 'Please confirm your message to layla' },
      'Click here.',
    ],
  ])('%s', async (_, fields, body) => {
    expect(await changes(fields, body)).toEqual({ kind: 'autoreply', classes: ['autoreply'] })
  })

  test('a read receipt', async () => {
    const parts: [string, string][] = [
      ['text/plain', 'Your message was displayed.'],
      [
        'message/disposition-notification',
        'Final-Recipient: rfc822;rosa@example.com.br\nDisposition: manual-action/MDN-sent-manually; displayed',
      ],
    ]
    const report = await readReport(
      rawReport('disposition-notification', parts, { From: 'rosa@example.com.br', Subject: 'Read: The Daily' }),
    )
    expect(report).toMatchObject({ kind: 'autoreply', recipients: [{ class: 'autoreply', reason: 'read-receipt' }] })
  })

  test.each([
    [
      'a reader who asks about a bounce',
      { From: 'Rosa <rosa@example.com.br>', Subject: 'Re: mail delivery failed?' },
      'My friend layla@example.com got "user unknown". Why?',
    ],
    [
      'a reader who writes',
      { From: 'David <david@example.co.uk>', Subject: 'Your story on undeliverable mail' },
      'Dear editors, it could not be better.',
    ],
    [
      'a postmaster who announces something',
      { From: 'postmaster@example.com', Subject: 'Maintenance on Sunday' },
      'The mail system will be down. Questions: help@example.com',
    ],
    ['a reader who writes about complaints', { From: 'David <david@example.co.uk>', Subject: 'Spam report' }, 'This is a spam complaint.'],
    ['an empty mail', {}, ''],
  ])('%s is an ordinary mail', async (_, fields, body) => {
    expect(await changes(fields, body)).toEqual({ kind: 'ordinary', classes: [] })
  })

  test.each([
    ['nothing', new Uint8Array()],
    ['bytes of no meaning', Uint8Array.from({ length: 5_000 }, (_, index) => (index * 193) % 256)],
    ['a boundary that never comes', rawMail({ 'Content-Type': 'multipart/report; boundary="x' }, '--y\n\nz')],
  ])('%s is an ordinary mail too', async (_, raw) => {
    expect(await readReport(raw)).toEqual({ kind: 'ordinary', recipients: [], marks: [] })
  })
})
