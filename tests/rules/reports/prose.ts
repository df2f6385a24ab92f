import type { RecipientClass } from '../../../src/mail/reports/report.ts'

type Prose = { name: string; from: string; subject: string; body: string; expect: [address: string, kind: RecipientClass][] }

/** Reports that follow no standard, each in the manner of one mail server. */
export const PROSE: Prose[] = [
  {
    name: 'MDaemon gives the whole transcript',
    from: 'MDaemon@mail.example.net',
    subject: 'Permanent Delivery Failure',
    body: `The attached message had PERMANENT fatal delivery errors!

The following addresses did NOT receive a copy of your message:

> layla@example.com

--- Session Transcript ---
 220 example.com ESMTP MDaemon 3.5.2 ready
 EHLO mail.example.net
 250-example.com Hello mail.example.net, ESMTP hello!
 250 SIZE 40000000
 MAIL From:<news@example.org> SIZE=1861
 250 <news@example.org>, Sender ok
 RCPT To:<layla@example.com>
 552 Message for <layla@example.com> would exceed mailbox quota
 QUIT
--- End Transcript ---`,
    expect: [['layla@example.com', 'soft']],
  },
  {
    name: 'qmail-send names two recipients',
    from: 'MAILER-DAEMON@mx.example.net',
    subject: 'failure notice',
    body: `Hi. This is the qmail-send program at mx.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<david@example.co.uk>:
192.0.2.7 does not like recipient.
Remote host said: 550 5.1.1 <david@example.co.uk>... User unknown
Giving up on 192.0.2.7.

<rosa@example.com.br>:
Sorry, no mailbox here by that name. vpopmail (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <news@example.org>
To: nobody@example.org
Subject: The Daily`,
    expect: [
      ['david@example.co.uk', 'hard'],
      ['rosa@example.com.br', 'hard'],
    ],
  },
  {
    name: 'Domino tells why after whom',
    from: 'Postmaster@example.com',
    subject: 'DELIVERY FAILURE: User layla (layla@example.com) not listed in Domino Directory',
    body: `Your message

  Subject: The Daily

was not delivered to:

  layla@example.com

because:

  User layla (layla@example.com) not listed in Domino Directory
`,
    expect: [['layla@example.com', 'hard']],
  },
  {
    name: 'an address stands on the line below its sentence',
    from: 'MAILER-DAEMON@example.fr',
    subject: 'RE: The Daily : non remis (delivery failed)',
    body: `***********************************************
Votre message n'a pas pu etre delivre a
david@example.co.uk

***********************************************
Your message could not be delivered to
david@example.co.uk
`,
    expect: [['david@example.co.uk', 'soft']],
  },
  {
    name: 'hMailServer shows what both said',
    from: 'mailer-daemon@mail.example.net',
    subject: 'Undeliverable: The Daily',
    body: `Your message did not reach some or all of the intended recipients.

   Sent: Fri, 13 Feb 2026 16:57:55 -0800
   Subject: The Daily

The following recipient(s) could not be reached:

rosa@example.com.br
   Error Type: SMTP
   Remote server (192.0.2.20) issued an error.
   hMailServer sent: RCPT TO:<rosa@example.com.br>
   Remote server replied: 550 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using Spamhaus
`,
    expect: [['rosa@example.com.br', 'sender']],
  },
  {
    name: 'IMail names two, each with its reply below',
    from: 'Postmaster <postmaster@mail.example.net>',
    subject: 'Undeliverable Mail',
    body: `Unknown user: david@example.co.uk

RCPT TO generated following response:
553 5.3.0 <david@example.co.uk>... Addressee unknown, relay=[192.0.2.10]

User mailbox exceeds allowed size: rosa@example.com.br

Original message follows.

To: someone@example.org`,
    expect: [
      ['david@example.co.uk', 'hard'],
      ['rosa@example.com.br', 'soft'],
    ],
  },
  {
    name: 'a page in HTML alone',
    from: 'Mail Delivery Subsystem <mailer-daemon@example.com>',
    subject: 'Delivery Status Notification (Failure)',
    body: '<html><head><style>p{color:red}</style></head><body><p>Your message wasn&#39;t delivered to <b>aiko@example.jp</b> because the address couldn&#39;t be found.</p><p>The response was:<br>550 5.1.1 No such user</p></body></html>',
    expect: [['aiko@example.jp', 'hard']],
  },
  {
    name: 'Exchange in German',
    from: 'postmaster@example.de',
    subject: 'Unzustellbar: Der Tag',
    body: `Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Verteilerlisten:

layla@example.com
Die eingegebene E-Mail-Adresse konnte nicht gefunden werden.

Diagnoseinformationen für Administratoren:

Generierender Server: mx.example.de

layla@example.com
#550 5.1.1 RESOLVER.ADR.RecipNotFound; not found ##rfc822;layla@example.com

Ursprüngliche Nachricht:

Received: from mail.example.org`,
    expect: [['layla@example.com', 'hard']],
  },
  {
    name: 'Apache James lists the envelope',
    from: 'postmaster@mail.example.net',
    subject: '[BOUNCE]',
    body: `Hi. This is the James mail server at mail.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

Message details:
  Subject: The Daily
  Sent date: Thu Apr 29 01:20:50 JST 2026
  MAIL FROM: news@example.org
  RCPT TO: david@example.co.uk
  From: The Daily <news@example.org>
  To: david@example.co.uk
  Size (in bytes): 1024
  Number of lines: 64

Failed recipient(s):
david@example.co.uk

Error message:
550 Requested action not taken: no such user here`,
    expect: [['david@example.co.uk', 'hard']],
  },
  {
    name: 'MailMarshal says why before whom',
    from: 'Postmaster@mail.example.net',
    subject: 'Undeliverable Mail: The Daily',
    body: `Your message:
From:    news@example.org
Subject: The Daily

Could not be delivered because of

550 5.1.1 User unknown

The following recipients were affected:
    david@example.co.uk

Additional Information
======================
Original Sender:    <news@example.org>
Sender-MTA:         <192.0.2.11>
Remote-MTA:         <192.0.2.22>
Reporting-MTA:      <relay.mail.example.net>
MessageName:        <B549996730000.000000000001.0003.mml>
Last-Attempt-Date:  <16:21:07 seg, 22 Dezembro 2026>
`,
    expect: [['david@example.co.uk', 'hard']],
  },
  {
    name: 'a Japanese provider speaks Japanese',
    from: 'Mail Delivery Subsystem <MAILER-DAEMON@example.ne.jp>',
    subject: 'メール送信エラーのお知らせ',
    body: `次のメールアドレスにお届けできませんでした。

<aiko@example.ne.jp>

宛先のメールアドレスが見つかりませんでした。`,
    expect: [['aiko@example.ne.jp', 'hard']],
  },
  {
    name: 'a Chinese provider speaks Chinese',
    from: 'Postmaster@example.com.cn',
    subject: '系统退信',
    body: `抱歉，您的邮件被退回来了……
收件人 wei@example.com.cn
退信原因：收件人邮箱不存在
550 用户不存在: wei@example.com.cn`,
    expect: [['wei@example.com.cn', 'hard']],
  },
  {
    name: 'a Russian provider speaks Russian',
    from: 'mailer-daemon@example.ru',
    subject: 'Недоставленное сообщение',
    body: `Это письмо создано автоматически. Ваше письмо не может быть доставлено:

  layla@example.ru
    Почтовый ящик переполнен`,
    expect: [['layla@example.ru', 'soft']],
  },
  {
    name: 'a warning that it is still being tried is no bounce',
    from: 'Mail Delivery System <Mailer-Daemon@mail.example.net>',
    subject: 'Warning: message 1abc delayed 24 hours',
    body: `A message that you sent has not yet been delivered to one or more of its
recipients after more than 24 hours on the queue on mail.example.net.

The address to which the message has not yet been delivered is:

  layla@example.com
    Delay reason: SMTP error from remote mail server after RCPT TO:<layla@example.com>:
    450 4.1.1 <layla@example.com>: Recipient address rejected: User unknown

No action is required on your part. Delivery attempts will continue for
some time, and this warning may be repeated at intervals.`,
    expect: [['layla@example.com', 'soft']],
  },
]
