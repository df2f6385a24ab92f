import { describe, expect, test } from 'vitest'
import { idsOf } from './ids-of.ts'
import { addField, dropField, encodedWord, setField, soundMessage, SOUND_TEXT, type Change } from './sound-message.ts'
import { inRaw, inText, type Spoiled } from './spoiled.ts'

const longWords = 'word '.repeat(220).trim()

// Bytes two and three of the dash stand in the second word.
const SPLIT =
  ['xx–']
    .map((text) => Buffer.from(text))
    .map((bytes) => `=?utf-8?B?${bytes.subarray(0, 3).toString('base64')}?= =?utf-8?B?${bytes.subarray(3).toString('base64')}?=`)[0] ?? ''

const FAULTS: Spoiled[] = [
  { found: 'a line of 999 octets', ids: ['A1'], change: { fields: addField('X-Note', 'x'.repeat(999 - 'X-Note: '.length)) } },
  { found: 'a field that could be folded and is not', ids: ['A1'], change: { fields: addField('Comments', longWords.slice(0, 120)) } },
  {
    found: 'a line of text that nobody wrapped',
    ids: ['A1'],
    change: inText('Talks go on', 'Talks go on between the two delegations and all of their many advisers'),
  },
  { found: 'a bare LF', ids: ['A2'], change: inRaw('Precedence: bulk\r\n', 'Precedence: bulk\n') },
  { found: 'a bare CR', ids: ['A2'], change: inRaw('Precedence: bulk\r\n', 'Precedence: bulk\r') },
  { found: 'a smuggled end of message', ids: ['A2'], change: inRaw('WORLD BRIEF\r\n', 'WORLD BRIEF\n.\n') },
  { found: 'NUL in a header', ids: ['A2'], change: inRaw('Precedence: bulk', 'Precedence: bulk\r\nX-Note: a\0b') },
  { found: 'a doubled Subject', ids: ['A3'], change: { fields: addField('Subject', 'Another') } },
  { found: 'a doubled subject in other capitals', ids: ['A3'], change: { fields: addField('SUBJECT', 'Another') } },
  {
    found: 'a second Reply-To',
    ids: ['A3'],
    change: { fields: (fields) => addField('Reply-To', 'a@example.com')(addField('Reply-To', 'b@example.com')(fields)) },
  },
  { found: 'no MIME-Version', ids: ['A3'], change: { fields: dropField('MIME-Version') } },
  { found: 'no Feedback-ID', ids: ['A3', 'C6'], change: { fields: dropField('Feedback-ID') } },
  { found: 'a Date in GMT', ids: ['A4'], change: { fields: setField('Date', 'Sun, 22 Nov 2026 07:00:00 GMT') } },
  { found: 'a Date in German', ids: ['A4'], change: { fields: setField('Date', 'So, 22 Nov 2026 07:00:00 +0000') } },
  { found: 'a Date on the wrong weekday', ids: ['A4'], change: { fields: setField('Date', 'Mon, 22 Nov 2026 07:00:00 +0000') } },
  { found: 'the 31st of November', ids: ['A4'], change: { fields: setField('Date', 'Tue, 31 Nov 2026 07:00:00 +0000') } },
  { found: 'a Date two days old', ids: ['A4'], change: { fields: setField('Date', 'Fri, 20 Nov 2026 07:00:00 +0000') } },
  { found: 'a Message-ID without brackets', ids: ['A5'], change: { fields: setField('Message-ID', 'd7f.1@news.example.com') } },
  { found: "a Message-ID of somebody else's domain", ids: ['A5'], change: { fields: setField('Message-ID', '<d7f.1@mail.example.net>') } },
  {
    found: 'a Message-ID of 600 characters',
    ids: ['A5'],
    change: { fields: setField('Message-ID', `<${'a'.repeat(580)}@news.example.com>`) },
  },
  { found: 'no Message-ID', ids: ['A3', 'A5'], change: { fields: dropField('Message-ID') } },
  {
    found: 'two addresses in From',
    ids: ['A6'],
    change: { fields: setField('From', '"World Brief" <world@news.example.com>, b@news.example.com') },
  },
  { found: 'a group in From', ids: ['A6', 'C1'], change: { fields: setField('From', 'Editors: world@news.example.com;') } },
  { found: 'a Sender that repeats From', ids: ['A6'], change: { fields: addField('Sender', 'world@news.example.com') } },
  { found: 'two readers in To', ids: ['A7'], change: { fields: setField('To', 'rosa@example.org, aiko@example.org') } },
  { found: 'a copy to somebody', ids: ['A7'], change: { fields: addField('Cc', 'aiko@example.org') } },
  { found: 'a Bcc', ids: ['A7'], change: { fields: addField('Bcc', 'aiko@example.org') } },
  { found: 'another reader than the message is for', ids: ['A7'], change: { fields: setField('To', 'aiko@example.org') } },
  { found: 'a character split between two encoded words', ids: ['A8', 'A8'], change: subject(SPLIT, SPLIT.replace(' ', '')) },
  { found: 'an encoded word in another charset', ids: ['A8'], change: subject('=?iso-8859-1?Q?caf=E9?=', 'café') },
  { found: 'an encoded word that is too long', ids: ['A8', 'A8'], change: subject(encodedWord('和'.repeat(16)), '和'.repeat(16)) },
  { found: 'an encoded word that never ends', ids: ['A8'], change: subject('=?utf-8?B?5ZKM5bmz', '=?utf-8?B?5ZKM5bmz') },
  { found: 'an encoded word that touches other text', ids: ['A8'], change: subject(`Peace${encodedWord('和平')}`, 'Peace和平') },
  {
    found: 'an encoded word in quotes',
    ids: ['A8', 'A8'],
    change: { fields: setField('To', `"${encodedWord('Rosa')}" <rosa@example.org>`) },
  },
  {
    found: 'an encoded word in an address',
    ids: ['A7', 'A8', 'A8'],
    change: { fields: setField('To', `<${encodedWord('rosa')}@example.org>`) },
  },
  {
    found: 'a name encoded with what names may not hold',
    ids: ['A8'],
    change: { fields: setField('To', '=?utf-8?Q?Rosa._S=C3=A3o?= <rosa@example.org>') },
  },
  {
    found: 'an encoded word in a List field',
    ids: ['A8', 'C5'],
    change: { fields: setField('List-Help', encodedWord('https://example.com')) },
  },
  {
    found: 'two encoded words on one long line',
    ids: ['A1', 'A8'],
    change: subject(`${encodedWord('和平'.repeat(4))} ${encodedWord('和平'.repeat(4))}`, '和平'.repeat(8)),
  },
  { found: 'a raw UTF-8 subject', ids: ['A8', 'B3'], change: subject(Buffer.from('和平').toString('latin1'), '和平') },
  {
    found: 'a raw UTF-8 name',
    ids: ['A8', 'B3'],
    change: { fields: setField('To', `${Buffer.from('Aïko').toString('latin1')} <rosa@example.org>`) },
  },
  { found: 'a subject that begins with "Re:"', ids: ['A9'], change: subject('Re: Peace', 'Re: Peace') },
  {
    found: 'a subject of 200 characters',
    ids: ['A9'],
    change: subject(
      Array.from({ length: 20 }, () => 'peace talks').join('\r\n '),
      Array.from({ length: 20 }, () => 'peace talks').join(' '),
    ),
  },
  {
    found: 'a subject of 1,000 characters',
    ids: ['A9'],
    change: subject(
      Array.from({ length: 20 }, () => 'peace '.repeat(9).trim()).join('\r\n '),
      Array.from({ length: 20 }, () => 'peace '.repeat(9).trim()).join(' '),
    ),
  },
  { found: 'a control character in the subject', ids: ['A9', 'B10', 'B10'], change: subject(encodedWord('Peace\u0007'), 'Peace\u0007') },
  { found: 'an empty subject', ids: ['A9', 'J2'], change: subject('', '') },
  {
    found: 'a subject that is turned round',
    ids: ['A9', 'B10', 'B10'],
    change: subject(encodedWord('Peace \u202Etxt.exe'), 'Peace \u202Etxt.exe'),
  },
  {
    found: 'a header of 20,000 octets',
    ids: ['A10'],
    change: { fields: addField('X-Note', Array.from({ length: 300 }, () => 'note '.repeat(14)).join('\r\n ')) },
  },
  {
    found: 'a field of 40,000 octets',
    ids: ['A10', 'A10'],
    change: { fields: addField('X-Note', Array.from({ length: 600 }, () => 'note '.repeat(14)).join('\r\n ')) },
  },
  {
    found: '5,000 fields',
    ids: ['A10', 'A10'],
    change: { fields: (fields) => [...fields, ...Array.from({ length: 5000 }, (): [string, string] => ['X-N', '1'])] },
  },
  {
    found: 'a header of 600,000 octets',
    ids: ['A10', 'A18'],
    change: {
      fields: (fields) => [
        ...fields,
        ...Array.from({ length: 24 }, (): [string, string] => [
          'X-Note',
          Array.from({ length: 350 }, () => 'note '.repeat(14)).join('\r\n '),
        ]),
      ],
    },
  },
  { found: 'a field whose name has 1,000 characters', ids: ['A1', 'A10'], change: { fields: addField(`X-${'n'.repeat(998)}`, 'a') } },
  { found: 'html alone', ids: ['A11'], change: alone('text/html') },
  { found: 'text alone for a reader of html', ids: ['A11'], change: alone('text/plain') },
  { found: 'a message that is a picture', ids: ['A11'], change: alone('image/png') },
  { found: 'text and no html in two parts', ids: ['A11'], change: { body: (body) => dropPart(body, 1) } },
  { found: 'html and no text in two parts', ids: ['A11'], change: { body: (body) => dropPart(body, 0) } },
  { found: 'two text parts', ids: ['A11'], change: { body: (body) => body.slice(0, body.indexOf('--=_', 10)) + body } },
  { found: 'several parts that are no alternatives', ids: ['A11'], change: inRaw('multipart/alternative', 'multipart/mixed') },
  { found: 'html before text', ids: ['A11'], change: { body: (body) => swapParts(body) } },
  { found: 'a missing last boundary', ids: ['A11'], change: { body: (body) => body.replace(/--=_[0-9a-f]+--\r\n$/, '') } },
  {
    found: 'an attachment',
    ids: ['A11'],
    change: { body: (body) => body.replace(/(--=_[0-9a-f]+)--\r\n$/, '$1\r\nContent-Type: application/pdf\r\n\r\nx\r\n$1--\r\n') },
  },
  {
    found: 'a part that names no charset',
    ids: ['A11'],
    change: { body: (body) => body.replace('text/html; charset=utf-8', 'text/html') },
  },
  { found: 'a part that is not UTF-8', ids: ['A11'], change: { body: (body) => body.replace('WORLD BRIEF', 'WORLD =FF BRIEF') } },
  { found: 'a boundary that ends in a blank', ids: ['A12'], change: boundary('b ') },
  { found: 'a boundary with a semicolon', ids: ['A12'], change: boundary('a;b') },
  { found: 'a boundary of 80 characters', ids: ['A12'], change: boundary('b'.repeat(80)) },
  {
    found: 'a boundary that occurs inside a part',
    ids: ['A12'],
    change: {
      body: (body) => body.replace('WORLD BRIEF', 'WORLD BRIEF --=3D_5b'),
      raw: (raw) => raw.replaceAll('=_5b3e1f7a90c24d68', 'W').replace('BRIEF --', 'BRIEF --W '),
    },
  },
  { found: 'a part sent as 8bit', ids: ['A13'], change: { body: (body) => sendTextAs('8bit', body) } },
  { found: 'octets beyond ASCII in a part sent as 7bit', ids: ['A13'], change: { body: (body) => sendTextAs('7bit', body) } },
  {
    found: 'a multipart that is encoded as a whole',
    ids: ['A13'],
    change: { fields: addField('Content-Transfer-Encoding', 'quoted-printable') },
  },
  { found: 'octets beyond ASCII before the first part', ids: ['A13'], change: { body: (body) => `\u00c3\u00b6\r\n${body}` } },
  {
    found: 'a line of 1,000 octets in a part sent as 7bit',
    ids: ['A1', 'A11', 'A13'],
    change: {
      body: (body) =>
        `${body.replace(/--\r\n$/, '')}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${'x'.repeat(1000)}\r\n--=_5b3e1f7a90c24d68--\r\n`,
    },
  },
  {
    found: 'base64 with other characters',
    ids: ['A11', 'A13', 'D9', 'J11', 'J11'],
    change: {
      fields: setField('Content-Type', 'text/plain; charset=utf-8'),
      body: () => 'UGVhY2U*\r\n',
      raw: (raw) => raw.replace('MIME-Version: 1.0', 'MIME-Version: 1.0\r\nContent-Transfer-Encoding: base64'),
    },
  },
  {
    found: 'an octet that quoted-printable must encode',
    ids: ['A13'],
    change: { body: (body) => body.replace('WORLD BRIEF', 'WORLD\u0007BRIEF') },
  },
  {
    found: 'a quoted-printable line that is too long',
    ids: ['A13'],
    change: { body: (body) => body.replace('WORLD BRIEF', `WORLD BRIEF ${'-'.repeat(66)}`) },
  },
  { found: 'a broken escape in quoted-printable', ids: ['A13'], change: { body: (body) => body.replace('WORLD', 'WORLD =G ') } },
  {
    found: 'a blank at the end of a quoted-printable line',
    ids: ['A13'],
    change: { body: (body) => body.replace('WORLD BRIEF\r\n', 'WORLD BRIEF \r\n') },
  },
  {
    found: 'a line that begins with "From "',
    ids: ['A15'],
    change: { body: (body) => body.replace('WORLD BRIEF\r\n', 'From here on\r\n') },
  },
  {
    found: 'the rest of a broken value in the header',
    ids: ['A16'],
    change: inRaw('Precedence: bulk\r\n', 'Precedence: bulk\r\nevil@example.net says hello\r\n'),
  },
  { found: 'a line break hidden in an encoded word', ids: ['A16'], change: { fields: addField('X-Note', '=?utf-8?Q?a=0D=0ABcc:_evil?=') } },
  { found: 'a message of 10 MB', ids: ['A18'], change: { body: (body) => body + `${'-'.repeat(70)}\r\n`.repeat(140_000) } },
  { found: 'a message of 500,000 octets', ids: ['A18'], change: { body: (body) => body + `${'-'.repeat(70)}\r\n`.repeat(7000) } },
]

describe('What is wrong with the form of a message is found, and nothing else', () => {
  test.each(FAULTS)('$found', ({ ids, change, context }) => {
    expect(idsOf(soundMessage(change), context)).toEqual(ids)
  })
})

/** The title of the html is the subject too. */
function subject(value: string, shown: string): Change {
  return { fields: setField('Subject', value), html: (html) => html.replace(/<title>.*<\/title>/, () => `<title>${shown}</title>`) }
}

function boundary(value: string): Change {
  return { raw: (raw) => raw.replace('alternative; boundary', 'alternative;\r\n boundary').replaceAll('=_5b3e1f7a90c24d68', value) }
}

/** One part as the whole message, quoted-printable as it is. */
function alone(type: string): Change {
  return {
    fields: (fields) =>
      addField('Content-Transfer-Encoding', 'quoted-printable')(setField('Content-Type', `${type}; charset=utf-8`)(fields)),
    body: (body) => partsOf(body)[type === 'text/html' ? 1 : 0]?.replace(/^[^]*?\r\n\r\n/, '') ?? '',
  }
}

function dropPart(body: string, place: number): string {
  return partsOf(body).toSpliced(place, 1).join('')
}

const partsOf = (body: string): string[] => body.split(/(?=--=_[0-9a-f]+)/)

function swapParts(body: string): string {
  const [text = '', html = '', end = ''] = partsOf(body)
  return html + text + end
}

function sendTextAs(encoding: string, body: string): string {
  const [before = '', text = '', ...rest] = body.split('\r\n\r\n')
  const end = body.indexOf('--=_', 10)
  if (text === '' || rest.length === 0) throw new Error('The sound message is built in another way')
  const plain = Buffer.from(SOUND_TEXT.replaceAll('\n', '\r\n')).toString('latin1')
  return `${before.replace('quoted-printable', encoding)}\r\n\r\n${plain}\r\n${body.slice(end)}`
}
