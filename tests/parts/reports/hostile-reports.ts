const HEADER = 'From: MAILER-DAEMON@mx.example.net\r\nTo: b-7-abc@bounce.example.org\r\nSubject: failure notice\r\n'
const MEGABYTE = 1_000_000

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const repeat = (text: string): string => text.repeat(Math.ceil(MEGABYTE / text.length)).slice(0, MEGABYTE)
const body = (text: string): Uint8Array => bytes(`${HEADER}\r\n${repeat(text)}`)
const html = (text: string): Uint8Array => bytes(`${HEADER}Content-Type: text/html\r\n\r\n${repeat(text)}`)
const header = (text: string): Uint8Array => bytes(`${HEADER}${repeat(text)}\r\n\r\nx`)
const many = (count: number, part: (index: number) => string): string => Array.from({ length: count }, (_, index) => part(index)).join('')

/** Report bombs: made to take time, memory or the parser's stack. Made when asked for, since some are large. */
export const HOSTILE_REPORTS: { name: string; raw: () => Uint8Array }[] = [
  {
    name: '200,000 parts',
    raw: () => bytes(`${HEADER}Content-Type: multipart/report; boundary=b\r\n\r\n${many(200_000, () => '--b\r\n\r\n')}`),
  },
  { name: '20,000 mails within mails', raw: () => bytes(HEADER + many(20_000, () => 'Content-Type: message/rfc822\r\n\r\n')) },
  {
    name: '8,000 parts within parts',
    raw: () => bytes(HEADER + many(8_000, (n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`)),
  },
  { name: 'a header of 20 MB', raw: () => bytes(`${HEADER}X: ${'y'.repeat(20 * MEGABYTE)}`) },
  { name: 'a million header fields', raw: () => header('X: y\r\n') },
  { name: 'a header that never ends', raw: () => header(' folded\r\n') },
  { name: 'half a million recipients in a header', raw: () => header('X-Failed-Recipients: a@b.example\r\n') },
  {
    name: '20,000 recipients',
    raw: () =>
      bytes(
        `${HEADER}Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n` +
          many(20_000, (n) => `Final-Recipient: rfc822; u${n}@x.example\r\nAction: failed\r\nStatus: 5.0.0\r\n\r\n`),
      ),
  },
  { name: 'a boundary that never comes', raw: () => bytes(`${HEADER}Content-Type: multipart/report; boundary="\r\n\r\n${repeat('--')}`) },
  { name: 'a million empty lines', raw: () => body('\n') },
  { name: 'nothing but bare CR', raw: () => bytes(`${HEADER}\r\n${repeat('550 user unknown a@b.example\r\n')}`.replaceAll('\r\n', '\r')) },
  { name: 'a line after line of addresses', raw: () => body('<a@b.example>:\n') },
  { name: 'a line after line of replies', raw: () => body('550 5.1.1 <a@b.example> user unknown\n') },
  { name: 'a mail after mail in one file', raw: () => bytes(`From x 2026\n${HEADER}\r\n${repeat('From x 2026\nA: b\n\n')}`) },
  { name: 'one word without end', raw: () => body('user ') },
  { name: 'one letter without end', raw: () => body('あ') },
  { name: 'tags that never close', raw: () => html('<a ') },
  { name: 'comments that never close', raw: () => html('<!--') },
  { name: 'scripts that never close', raw: () => html('<script>') },
  { name: 'bytes of no meaning', raw: () => Uint8Array.from({ length: MEGABYTE }, (_, index) => ((index * 2_654_435_761) >>> 13) & 255) },
]
