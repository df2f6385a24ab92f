import { createHash } from 'node:crypto'
import type { LintContext } from '../../../src/mail/lint/lint-context.ts'

export type Fields = [name: string, value: string][]

/** What a test changes of the sound message. `raw` comes last, and sees one character per octet. */
export type Change = {
  fields?: (fields: Fields) => Fields
  text?: (text: string) => string
  html?: (html: string) => string
  /** The whole body with the field Content-Type. */
  body?: (body: string) => string
  raw?: (raw: string) => string
  isSigned?: boolean
  signature?: (signature: string) => string
}

export const TOKEN = '1k-3-2mf7qk4zt5wx3bnd6hy7rj2pqc4ge5sa'
export const ONE_CLICK_URL = `https://news.example.com/u/${TOKEN}`

/** Everything that is known about the sound message. */
export const SOUND_CONTEXT: LintContext = {
  now: Date.UTC(2026, 10, 22, 7, 0, 0),
  kind: 'digest',
  format: 'html',
  from: 'world@news.example.com',
  ourDomain: 'news.example.com',
  bounceDomain: 'bounce.news.example.com',
  recipient: 'rosa@example.org',
  envelope: { from: 'b-7f-2mf7qk4zt5wx3bnd@bounce.news.example.com', to: ['rosa@example.org'] },
  baseUrl: 'https://news.example.com',
  postalAddress: 'Broadsheet\n12 Example Street, London N1 9GU',
  senderName: 'World Brief',
  language: 'en',
  verifyBounceTag: (local) => local.toLowerCase() === 'b-7f-2mf7qk4zt5wx3bnd',
  verifyUnsubscribeToken: (url) => url === ONE_CLICK_URL,
}

const BOUNDARY = '=_5b3e1f7a90c24d68'
const SUBJECT = 'Ceasefire holds – 和平'

/** A message in which nothing is wrong, or one that is changed in one place: latin1 to bytes at the end. */
export function soundMessage(change: Change = {}): Buffer {
  const body = (change.body ?? same)(soundBody(change))
  const fields = (change.fields ?? same)(soundFields())
  const signature = change.isSigned ? [(change.signature ?? same)(signatureOf(fields, body))] : []
  const header = [...signature, ...fields.map(([name, value]) => `${name}: ${value}`)].join('\r\n')
  return Buffer.from((change.raw ?? same)(`${header}\r\n\r\n${body}`), 'latin1')
}

/** Changes the value of one field. */
export const setField =
  (name: string, value: string) =>
  (fields: Fields): Fields =>
    fields.map((field) => (field[0] === name ? [name, value] : field))

export const dropField =
  (name: string) =>
  (fields: Fields): Fields =>
    fields.filter((field) => field[0] !== name)

export const addField =
  (name: string, value: string) =>
  (fields: Fields): Fields => [...fields, [name, value]]

export const encodedWord = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`

/** Quoted-printable as a careful encoder writes it. */
export function quotedPrintable(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const units = [...Buffer.from(line)].map((byte, index, bytes) => {
        const isPlain = byte > 32 && byte < 127 && byte !== 61
        const isInnerBlank = byte === 32 && index > 0 && index < bytes.length - 1 && bytes[index + 1] !== 32
        return isPlain || isInnerBlank ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
      })
      let out = ''
      let column = 0
      for (const unit of units) {
        if (column + unit.length > 72) {
          out += '=\r\n'
          column = 0
        }
        const safe = column === 0 && (unit === 'F' || unit === '.') ? `=${unit.charCodeAt(0).toString(16).toUpperCase()}` : unit
        out += safe
        column += safe.length
      }
      return out
    })
    .join('\r\n')
}

function same<Thing>(thing: Thing): Thing {
  return thing
}

function soundFields(): Fields {
  return [
    ['Date', 'Sun, 22 Nov 2026 07:00:00 +0000'],
    ['From', '"World Brief" <world@news.example.com>'],
    ['To', `${encodedWord('Rosa São Paulo')} <rosa@example.org>`],
    ['Subject', `${encodedWord('Ceasefire holds – ')}\r\n ${encodedWord('和平')}`],
    ['Message-ID', '<d7f.9qk4zt5wx3@news.example.com>'],
    ['Feedback-ID', 'world:i42::broadsheet'],
    ['List-Id', '"World Brief" <world.news.example.com>'],
    ['List-Unsubscribe', `<${ONE_CLICK_URL}>,\r\n <mailto:unsubscribe@news.example.com>`],
    ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
    ['List-Help', '<https://news.example.com/help>'],
    ['List-Owner', '<mailto:owner@news.example.com>'],
    ['Auto-Submitted', 'auto-generated'],
    ['Precedence', 'bulk'],
    ['X-Auto-Response-Suppress', 'OOF, AutoReply'],
    ['CFBL-Address', 'fbl@news.example.com; report=arf'],
    ['Content-Language', 'en'],
    ['MIME-Version', '1.0'],
    ['Content-Type', `multipart/alternative; boundary="${BOUNDARY}"`],
  ]
}

function soundBody(change: Change): string {
  const text = quotedPrintable((change.text ?? same)(SOUND_TEXT))
  const html = quotedPrintable((change.html ?? same)(SOUND_HTML))
  return [
    `--${BOUNDARY}`,
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    text,
    `--${BOUNDARY}`,
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
    '',
    html,
    `--${BOUNDARY}--`,
    '',
  ].join('\r\n')
}

const SIGNED = [
  'From', 'To', 'Subject', 'Date', 'Message-ID', 'MIME-Version', 'Content-Type', 'Reply-To', 'Cc', 'List-Id', 'List-Unsubscribe',
  'List-Unsubscribe-Post', 'Feedback-ID', 'Auto-Submitted',
] // prettier-ignore

// The hash of the body is right; the signature itself is not, because only DNS knows the key that tells.
function signatureOf(fields: Fields, body: string): string {
  const covered = SIGNED.flatMap((name) => [name, ...fields.filter((field) => field[0] === name).map(() => name)])
  const relaxed = body
    .split('\r\n')
    .map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''))
    .join('\r\n')
  const bodyHash = createHash('sha256').update(relaxed, 'latin1').digest('base64')
  return [
    'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=news.example.com;',
    ' s=s1; t=1795330800;',
    ` h=${(covered.join(':').match(/.{1,60}(?::|$)/g) ?? []).join('\r\n ')};`,
    ` bh=${bodyHash};`,
    ` b=${(
      Buffer.alloc(256, 7)
        .toString('base64')
        .match(/.{1,70}/g) ?? []
    ).join('\r\n ')}`,
  ].join('\r\n')
}

export const SOUND_TEXT = `Rebels and government keep the ceasefire for a third day in a row.

WORLD BRIEF
No. 42, 22 November 2026

国际

CEASEFIRE HOLDS FOR A THIRD DAY
The guns were silent on Saturday, and the first lorries with food reached
the town. Talks go on in Geneva.
https://news.example.com/b/ceasefire

الاقتصاد

Prices fall in Cairo
https://news.example.com/b/prices

You receive this because you subscribed to World Brief.
Unsubscribe:
${ONE_CLICK_URL}

Broadsheet
12 Example Street, London N1 9GU
`

export const SOUND_HTML = `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${SUBJECT}</title>
<style>
.page { margin: 0 auto; }
@media (prefers-color-scheme: dark) { .page { background: #111111 !important; color: #eeeeee !important; } .light { display: none; } }
</style>
</head>
<body style="margin:0;background-color:#f4f1ea;color:#211d18;font-family:Georgia,serif;font-size:16px;line-height:1.5">
<div class="preheader">Rebels and government keep the ceasefire for a third day in a row.</div>
<!--[if mso]><table role="presentation" width="600"><tr><td><![endif]-->
<table role="presentation" class="page" width="600" bgcolor="#fffefb" cellpadding="0" cellspacing="0"><tr><td>
<h1 style="font-size:30px">World Brief</h1>
<p>No. 42, 22 November 2026</p>
<img src="https://news.example.com/map.png" alt="Map of the front" width="120" height="80">
<h2 lang="zh-Hans">国际</h2>
<h3>Ceasefire holds for a third day</h3>
<p>The guns were silent on Saturday, and the first lorries with food reached the town. Talks go on in Geneva. ${'The mediators said that both sides had kept to the terms, and that the crossing in the north would open within days. '.repeat(5)}</p>
<p><a href="https://news.example.com/b/ceasefire" style="color:#9c2a1f">Read the full briefing</a></p>
<h2 lang="ar" dir="rtl">الاقتصاد</h2>
<h3>Prices fall in Cairo</h3>
<p><a href="https://news.example.com/b/prices" style="display:inline-block;padding:10px 20px;background:#9c2a1f;color:#ffffff;font-size:16px;line-height:20px">Read on about prices</a></p>
<p style="font-size:14px;color:#4a443c">You receive this because you subscribed to World Brief.<br>
<a href="${ONE_CLICK_URL}" style="color:#4a443c">Unsubscribe</a></p>
<p style="font-size:14px">Broadsheet<br>12 Example Street, London N1 9GU</p>
</td></tr></table>
<!--[if mso]></td></tr></table><![endif]-->
</body>
</html>
`
