import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CHECKS } from '../../../src/mail/lint/checks.ts'
import type { LintContext } from '../../../src/mail/lint/lint-context.ts'
import { lintMessage } from '../../../src/mail/lint/lint-message.ts'
import { corpus, corpusFiles, describeCorpora } from '../../support/corpora.ts'
import { idsOf } from './ids-of.ts'
import { addField, dropField, ONE_CLICK_URL, setField, soundMessage, SOUND_CONTEXT, SOUND_TEXT, type Change } from './sound-message.ts'
import { inBoth, inHtml } from './spoiled.ts'

/** The statements of the mail checklist, sections A to D, F and J with the DKIM header, that bytes and context can be held against. */
const JUDGED = [
  'A1', 'A2', 'A3', 'A4', 'A5', 'A6', 'A7', 'A8', 'A9', 'A10', 'A11', 'A12', 'A13', 'A15', 'A16', 'A18',
  'B1', 'B3', 'B4', 'B6', 'B7', 'B8', 'B9', 'B10',
  'C1', 'C2', 'C4', 'C5', 'C6', 'C7', 'C8',
  'D1', 'D2', 'D3', 'D9',
  'E1', 'E2', 'E3',
  'F1', 'F2', 'F3', 'F5',
  'J1', 'J2', 'J3', 'J4', 'J5', 'J6', 'J7', 'J8', 'J9', 'J10', 'J11', 'J13',
] // prettier-ignore

/** What no single message shows of a statement that is judged otherwise. */
const NOT_JUDGED_OF: Record<string, string> = {
  A5: 'that readers have different ids and retries the same: several messages',
  A16: 'where a value came from: its form is judged',
  B4: 'what is stored: the addresses of header and envelope are judged',
  B9: 'dates and numbers in the words of the mail: the field alone is judged',
  C1: 'that the sender is constant: judged against the address and the name in the context',
  C2: 'MX records and answers: DNS',
  D2: 'that the signature passes: DNS holds the key. The hash of the body is checked under E1',
  E1: 'that the signature passes: DNS holds the key. Its length tells the size of the key',
  J3: 'contrast after a program has forced dark colours: a browser. Colours that only <style> sets: a browser',
  J4: 'all features of caniemail: its data are no part of the project. Judged are words that <style> hides or adds, flex, grid, variables',
  J5: 'pictures of black text: nobody looks inside pictures',
  J11: 'why one gets the mail: its wording. Name and address are judged when they are known',
  J13: 'link tracking: nothing tells a redirector from a page',
}

/** The others, and what shows whether they hold. */
const NOT_JUDGED: Record<string, string> = {
  A14: 'dots are stuffed on the line, not in the message; a signature whose body hash differs (E1) shows that something was changed',
  A17: 'two messages have to be compared',
  B2: 'what the server offers is known only in the conversation',
  B5: 'a rule for the code that takes addresses',
  C3: 'DNS and several streams of mail',
  D4: 'a request to the web',
  D5: 'a request to the web',
  D6: 'a request to the web',
  D7: 'the send step',
  D8: 'keys over time',
  D10: 'the page to unsubscribe',
  D11: 'mail that comes in',
  D12: 'the database',
  D13: 'the web under load',
  D14: 'what is sent after unsubscribing',
  F4: 'the conversation with the server',
  J12: 'SpamAssassin',
}

describe('A sound message', () => {
  test('has no findings when everything is known about it', () => {
    expect(lintMessage(soundMessage(), SOUND_CONTEXT)).toEqual([])
  })

  test('has no findings when nothing is known about it', () => {
    expect(lintMessage(soundMessage())).toEqual([])
  })

  test('has no findings when it is signed', () => {
    expect(lintMessage(soundMessage({ isSigned: true }), { ...SOUND_CONTEXT, dkim: 'required' })).toEqual([])
  })

  test('for a reader who chose text needs no html', () => {
    const raw = soundMessage({
      fields: textOnly,
      body: () => Buffer.from(SOUND_TEXT.replaceAll('\n', '\r\n')).toString('base64').replace(/.{76}/g, '$&\r\n'),
    })
    const { format: _, ...context } = SOUND_CONTEXT
    expect(lintMessage(raw, context)).toEqual([])
    expect(idsOf(raw, { format: 'html' })).toEqual(['A11'])
  })

  test.each<{ holds: string; change: Change; context?: LintContext }>([
    {
      holds: 'an address that needs SMTPUTF8',
      change: { fields: setField('To', '<用户@xn--r8jz45g.jp>'), raw: utf8Header },
      context: {
        recipient: '用户@xn--r8jz45g.jp',
        envelope: { from: 'b-7f-2mf7qk4zt5wx3bnd@bounce.news.example.com', to: ['用户@xn--r8jz45g.jp'] },
      },
    },
    { holds: 'a sender in one foreign script', change: { fields: addField('Reply-To', 'david@xn--bcher-kva.example') } },
    {
      holds: 'a second signature of the mail server',
      change: { isSigned: true, raw: (raw) => `DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d=relay.example.net; s=x\r\n${raw}` },
    },
    {
      holds: 'trace fields of servers on the way',
      change: {
        raw: (raw) =>
          `Received: from a.example (a.example [192.0.2.1]) by b.example with ESMTPS id 1 for <rosa@example.org>; Sun\r\n${raw}`,
      },
    },
    { holds: 'a family of emoji and a Persian word in the text', change: inBoth('<p>👨‍👩‍👧‍👦 <span lang="fa" dir="rtl">می‌خواهم</span></p>') },
    {
      holds: 'Latin names in a Chinese sentence',
      change: inBoth('<p lang="zh-Hans">据路透社（Reuters）和法新社报道，停火协议已经生效。</p>'),
    },
    { holds: 'the brand in a Chinese heading', change: inHtml('>国际<', '>World Brief<') },
    { holds: 'a foreign word that stands apart', change: inBoth('<p><bdi>停火协议</bdi></p>') },
    { holds: 'a foreign block that finds its own direction', change: inBoth('<p dir="auto" lang="ar">الاقتصاد</p>') },
    { holds: 'a table of data with header cells', change: inBoth('<table><tr><th>Year</th><td>2026</td></tr></table>', 'Year 2026') },
    {
      holds: 'a link that shows its own address',
      change: inBoth('<p><a href="https://www.un.org/en" style="color:#000">un.org</a></p>', 'https://www.un.org/en'),
    },
    {
      holds: 'a link that shows a file name',
      change: inBoth('<p><a href="https://news.example.com/b/node" style="color:#000">Node.js</a></p>', 'https://news.example.com/b/node'),
    },
    {
      holds: 'a link that shows a decimal number',
      change: inBoth(
        '<p><a href="https://news.example.com/b/pi" style="color:#000">3.14 and more</a></p>',
        'https://news.example.com/b/pi',
      ),
    },
    {
      holds: 'white words on a picture, which nobody can judge',
      change: inBoth('<p style="background:url-less gradient;color:#fff">Map</p>'),
    },
    { holds: 'a preheader that is not marked as one', change: inHtml('<div class="preheader">', '<div>') },
    { holds: 'a spacer of no size', change: inHtml('<p>No. 42', '<div style="font-size:0;line-height:4px">&#8202;</div><p>No. 42') },
    {
      holds: 'words that a phone hides',
      change: inHtml('.page { margin', '@media (max-width: 400px) { .wide { display: none } } .page { margin'),
    },
    { holds: 'background-position', change: inHtml('<p>No. 42', '<p style="background-position:top">No. 42') },
    {
      holds: 'a mailto link',
      change: inBoth('<p><a href="mailto:editors@news.example.com" style="color:#000">Write to us</a></p>', 'editors@news.example.com'),
    },
    {
      holds: 'a subject that speaks of reading',
      change: {
        fields: setField('Subject', 'Reading: what remains'),
        html: (html) => html.replace(/<title>.*<\/title>/, '<title>Reading: what remains</title>'),
      },
    },
  ])('may hold $holds', ({ change, context }) => {
    expect(lintMessage(soundMessage(change), { ...SOUND_CONTEXT, ...context })).toEqual([])
  })
})

describe('What is known about a message decides what it is held against', () => {
  const local = 'http://localhost:3000'
  const onThisMachine: Change = {
    fields: (fields) => fields.map(([name, value]) => [name, value.replaceAll('https://news.example.com', local)]),
    html: (html) => html.replaceAll('https://news.example.com', local),
    text: (text) => text.replaceAll('https://news.example.com', local),
  }

  test('links to this machine may be plain http while the program is served there', () => {
    const context: LintContext = {
      ...SOUND_CONTEXT,
      baseUrl: local,
      verifyUnsubscribeToken: (url) => url === ONE_CLICK_URL.replace('https://news.example.com', local),
    }
    expect(lintMessage(soundMessage(onThisMachine), context)).toEqual([])
  })

  test('links to this machine are found when the program is served elsewhere', () => {
    const ids = idsOf(soundMessage(onThisMachine), { verifyUnsubscribeToken: () => true })
    expect(new Set(ids)).toEqual(new Set(['D1', 'J10']))
  })

  test('a plain http link to another host is found even then', () => {
    const change: Change = {
      ...onThisMachine,
      html: (html) => html.replaceAll('https://news.example.com', local).replace(`${local}/map.png`, 'http://example.net/map.png'),
    }
    expect(idsOf(soundMessage(change), { baseUrl: local, verifyUnsubscribeToken: () => true })).toEqual(['J10'])
  })

  test('a confirmation needs no List fields, no preheader and no way out', () => {
    const change: Change = {
      fields: (fields) => [
        ...fields.filter(([name]) => !/^(?:List-|Feedback|Precedence|CFBL|Auto)/.test(name)),
        ['Auto-Submitted', 'auto-replied'],
      ],
      html: (html) => html.replace(/<div class="preheader">.*<\/div>/, '').replace(/<a [^>]*>Unsubscribe<\/a>/, ''),
      text: (text) => text.replace(`Unsubscribe:\n${ONE_CLICK_URL}`, ''),
    }
    expect(idsOf(soundMessage(change), { kind: 'confirmation' })).toEqual([])
    const ids = idsOf(soundMessage(change), { kind: 'digest' })
    expect(new Set(ids)).toEqual(new Set(['A3', 'C4', 'C5', 'C6', 'C7', 'C8', 'D1', 'D9', 'J7']))
  })

  test('without a key nothing is said about signatures', () => {
    const change: Change = { isSigned: true, signature: (signature) => signature.replace('rsa-sha256', 'rsa-sha1') }
    expect(idsOf(soundMessage(change), { dkim: 'absent' })).toEqual([])
    expect(idsOf(soundMessage(change), { dkim: 'any' })).toContain('E1')
  })
})

describe('A finding', () => {
  test('says what is wrong, where, how bad it is and what to do', () => {
    expect(lintMessage(soundMessage({ fields: addField('Subject', 'Another') }))).toEqual([
      { id: 'A3', level: 'must', message: { say: 'lint.field-twice', values: { name: 'Subject', count: 2 } }, where: 'Subject' },
    ])
    expect(lintMessage(soundMessage(inHtml(' alt="Map of the front"', '')))).toEqual([
      {
        id: 'J3',
        level: 'must',
        message: { say: 'lint.no-alt' },
        where: 'line 20 of the html',
      },
    ])
  })

  test('tells a standard from a recommendation and from our own wish', () => {
    const levels = (change: Change): string[] => lintMessage(soundMessage(change), SOUND_CONTEXT).map(({ level }) => level)
    expect(levels({ fields: dropField('Content-Language') })).toEqual(['should'])
    expect(levels(inHtml('<p>No. 42', '<p><a href="#top" style="color:#000">Up</a> No. 42'))).toEqual(['policy'])
  })

  test('is not repeated a thousand times', () => {
    const findings = lintMessage(soundMessage(inHtml('<p>No. 42', `${'<img alt="" width="30">'.repeat(1000)}<p>No. 42`))).filter(
      ({ id }) => id === 'J3',
    )
    expect(findings).toHaveLength(21)
    expect(findings.at(-1)?.message).toEqual({ say: 'lint.more-of-kind', values: { count: 980 } })
  })
})

describe('The checklist', () => {
  const ids = [...new Set(CHECKS.map(({ id }) => id))].sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))

  test('is judged in full, as far as bytes and context go', () => {
    expect(ids).toEqual(JUDGED)
  })

  test('is either judged or known to be judged elsewhere', () => {
    const count = { A: 18, B: 10, C: 8, D: 14, F: 5, J: 13 }
    const all = Object.entries(count).flatMap(([letter, last]) => Array.from({ length: last }, (_, index) => `${letter}${index + 1}`))
    expect(all.filter((id) => ids.includes(id) === id in NOT_JUDGED)).toEqual([])
    expect(Object.keys(NOT_JUDGED_OF).filter((id) => !ids.includes(id))).toEqual([])
  })
})

describe('Whatever is handed in, an answer comes back', () => {
  test('for any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => Array.isArray(lintMessage(bytes, SOUND_CONTEXT))))
  })

  test('for a message with any bytes anywhere in it', () => {
    const sound = soundMessage({ isSigned: true })
    const cut = fc.tuple(fc.nat(sound.length), fc.nat(300), fc.uint8Array({ maxLength: 200 }))
    fc.assert(
      fc.property(fc.array(cut, { maxLength: 4 }), (cuts) => {
        let bytes = sound
        for (const [at, length, filling] of cuts) bytes = Buffer.concat([bytes.subarray(0, at), filling, bytes.subarray(at + length)])
        return Array.isArray(lintMessage(bytes, SOUND_CONTEXT))
      }),
    )
  })

  test('for html and header values out of odd pieces', () => {
    const pieces = [
      '<',
      '>',
      '"',
      "'",
      '&',
      '=',
      '<!--',
      '-->',
      '<style>',
      '</style>',
      'url(',
      '{',
      '}',
      '/*',
      '\\',
      '=?utf-8?Q?',
      '?=',
      '(',
      ',',
      ';',
      ':',
      '@',
      '\u202E',
      '和',
      '😀',
      '<p dir=rtl>',
      '<a href="',
      '<table>',
      '</table>',
      '%',
      '\n',
      ' ',
      '[if mso]>',
      'style="color:',
      '#fff',
      '__proto__',
    ]
    const soup = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(soup, soup, (html, value) => {
        const change: Change = {
          html: (sound) => sound + html,
          fields: (fields) => fields.map(([name, sound], at) => [name, at % 3 === 0 ? value.replaceAll('\n', '') : sound]),
        }
        return Array.isArray(lintMessage(soundMessage(change), SOUND_CONTEXT))
      }),
    )
  })

  const million = 1_000_000
  test.each<[string, () => Buffer]>([
    ['no bytes at all', () => Buffer.alloc(0)],
    ['50,000 nested elements', () => htmlMessage('<div>'.repeat(50_000))],
    ['a million open elements', () => htmlMessage('<b>'.repeat(million))],
    ['5 MB of pictures', () => htmlMessage('<img>'.repeat(million))],
    ['5 MB of "<"', () => htmlMessage('<'.repeat(5 * million))],
    ['5 MB of comment marks', () => htmlMessage(`<style>${'/*'.repeat(2.5 * million)}`)],
    ['5 MB of conditional comments', () => htmlMessage(`<!--[if mso]>${'<b>'.repeat(1.5 * million)}`)],
    ['5 MB of blanks', () => htmlMessage(' '.repeat(5 * million))],
    ['5 MB of empty lines', () => Buffer.from('\r\n'.repeat(2.5 * million))],
    ['5 MB of line feeds', () => Buffer.from(`a: b\n\n${'\n'.repeat(5 * million)}`)],
    ['5 MB of fields', () => Buffer.from('a:b\r\n'.repeat(million))],
    ['a From of 5 MB', () => Buffer.from(`From: ${'<"\\'.repeat(1.7 * million)}\r\n\r\n`)],
    ['5 MB of encoded words', () => Buffer.from(`Subject: ${'=?utf-8?Q?=?'.repeat(400_000)}\r\n\r\n`)],
    ['5 MB of boundaries', () => Buffer.from(`Content-Type: multipart/mixed; boundary=a\r\n\r\n${'--a\r\n'.repeat(million)}`)],
    ['5 MB of nested parts', () => Buffer.from('Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n'.repeat(100_000))],
    ['5 MB of html without a blank', () => htmlMessage('和a'.repeat(1.2 * million))],
    ['5 MB of siblings in a conditional comment', () => htmlMessage(`<!--[if mso]>${'<br>'.repeat(1.2 * million)}`)],
    ['a font of a million digits', () => htmlMessage(`<p style="font:${'1'.repeat(million)}">x`)],
    [
      'fields full of blanks',
      () =>
        Buffer.from(
          ['List-Id', 'List-Unsubscribe', 'X-Auto-Response-Suppress', 'Content-Type', 'To']
            .map((name) => `${name}: a${' '.repeat(million)}b\r\n`)
            .join(''),
        ),
    ],
    ['an address of a million slashes', () => Buffer.from(`List-Unsubscribe: <https://a.example${'/'.repeat(million)}>\r\n\r\n`)],
    ['5 MB of text without a break', () => Buffer.from(`Content-Type: text/plain; charset=utf-8\r\n\r\n${'和'.repeat(1.6 * million)}`)],
    [
      '5 MB of quoted-printable equals signs',
      () => Buffer.from(`Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${'= '.repeat(2.5 * million)}`),
    ],
  ])('within some seconds for %s', (_, make) => {
    const raw = make()
    const before = secondsOfWork()
    expect(lintMessage(raw, SOUND_CONTEXT)).not.toEqual([])
    expect(secondsOfWork() - before).toBeLessThan(5)
  })
})

describeCorpora('Real mails of all kinds', () => {
  test.each(['eml', 'crlf', 'cr', 'err', 'not', 'wrong'])('are judged in a moment each: %s', (folder) => {
    for (const file of corpusFiles(`bounces/${folder}`)) {
      const raw = corpus(`bounces/${folder}/${file}`)
      const before = secondsOfWork()
      expect(lintMessage(raw).length, file).toBeGreaterThan(0)
      expect(secondsOfWork() - before, file).toBeLessThan(1)
    }
  })
})

function textOnly(fields: [string, string][]): [string, string][] {
  return [...setField('Content-Type', 'text/plain; charset=utf-8')(fields), ['Content-Transfer-Encoding', 'base64']]
}

function utf8Header(raw: string): string {
  return raw.replaceAll('用户', Buffer.from('用户').toString('latin1'))
}

const htmlMessage = (html: string): Buffer => Buffer.from(`Content-Type: text/html; charset=utf-8\r\n\r\n<html lang="en"><body>${html}`)

/** Of this thread alone, so that a busy machine changes nothing. */
function secondsOfWork(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1e6
}
