import { describe, expect, test } from 'vitest'
import { readMessage } from '../../../src/mail/read-message.ts'

const read = (text: string) => readMessage(Buffer.from(text))

describe('a message is read as mail programs do', () => {
  test('with its names and subject decoded', async () => {
    const message = await read(
      'From: =?utf-8?Q?Ros=C3=A1?= <rosa@saopaulo.example>\r\nTo: a@x.example, "B" <b@x.example>\r\nSubject: =?utf-8?B?5L2g5aW9?=\r\nDate: Tue, 10 Mar 2026 12:00:00 +0000\r\n\r\nHello\r\n',
    )
    expect(message).toMatchObject({
      from: 'Rosá <rosa@saopaulo.example>',
      to: 'a@x.example, B <b@x.example>',
      subject: '你好',
      date: 'Tue, 10 Mar 2026 12:00:00 +0000',
      text: 'Hello\n',
    })
    expect(message.html).toBeUndefined()
    expect(message.headers.map(({ name }) => name)).toEqual(['From', 'To', 'Subject', 'Date'])
  })

  test.each(['\r\n', '\n', '\r'])('whatever its lines end in (%j)', async (newline) => {
    const lines = ['Subject: Hello', 'Content-Type: text/html; charset=utf-8', '', '<p>Good morning</p>']
    expect(await read(lines.join(newline))).toMatchObject({ subject: 'Hello', html: '<p>Good morning</p>\n' })
  })

  test.each([
    ['nothing', ''],
    ['no header', 'hello'],
    ['bytes', '\u0000\u0001\u0002'],
    ['parts within parts without end', 'Content-Type: multipart/mixed; boundary=b\n\n--b\n'.repeat(400)],
    ['a header of four megabytes', `Subject: ${'x'.repeat(4_000_000)}\n\nhello`],
  ])('of %s nothing is made, and nothing breaks', async (_, text) => {
    expect(await read(text)).toMatchObject({ from: '', to: '' })
  })
})
