import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeMailbox, encodePhrase, encodeText, writeHeader } from '../../../src/mail/header.ts'

const clean = fc
  .string({ unit: 'grapheme', maxLength: 200 })
  .map((text) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ''))
  .filter((text) => text !== '')

describe('a header field', () => {
  test.each(['a\r\nBcc: evil@example.com', 'a\nb', 'a\rb', 'a\0b', 'a\tb', 'a\u007fb', 'a\u0085b', 'a\u2028b', 'a\u2029b'])(
    'a value with a line break or control character is refused: %j',
    (value) => {
      expect(() => writeHeader(['Subject', value])).toThrow('line break')
      expect(() => encodeText(value)).toThrow('line break')
      expect(() => encodePhrase(value)).toThrow('line break')
    },
  )

  test('long values are folded at blanks, and no line is longer than 78', () => {
    const words = 'Why the harbour of Marrow has had a quieter night since the ferries stopped blowing their horns at every quay'
    const written = writeHeader(['Subject', words])
    expect(
      written
        .split('\r\n')
        .map((line) => line.length)
        .filter((length) => length > 78),
    ).toEqual([])
    expect(written.replaceAll('\r\n ', ' ')).toBe(`Subject: ${words}\r\n`)
    expect(written.split('\r\n').length).toBeGreaterThan(2)
  })

  test('any text fits: lines of at most 78, and none of them blank', () => {
    fc.assert(
      fc.property(clean, (text) => {
        const lines = writeHeader(['Subject', encodeText(text)])
          .split('\r\n')
          .slice(0, -1)
        expect(lines.filter((line) => line.length > 78 || line.trim() === '')).toEqual([])
      }),
    )
  })

  test('an encoded subject begins beside its name', () => {
    expect(writeHeader(['Subject', encodeText('一'.repeat(60))])).toMatch(/^Subject: =\?utf-8\?B\?/)
  })

  test('an address too long for the line stands on its own', () => {
    const url = `<https://news.example.com/u/${'x'.repeat(90)}>`
    expect(writeHeader(['List-Unsubscribe', url])).toBe(`List-Unsubscribe:\r\n ${url}\r\n`)
  })
})

describe('free text in a header', () => {
  test('plain ASCII stays as it is', () => {
    expect(encodeText('The lake that keeps its own calendar')).toBe('The lake that keeps its own calendar')
  })

  test.each(['Ünder', '二〇二六', 'two  blanks', ' leading', 'trailing ', 'like =?utf-8?B?YQ==?= this', 'x'.repeat(61)])(
    '%j is encoded',
    (text) => {
      expect(encodeText(text)).toMatch(/^=\?utf-8\?B\?/)
      expect(decode(encodeText(text))).toBe(text)
    },
  )

  test('hostile case 13: every encoded word is at most 75 characters long and valid alone', () => {
    fc.assert(
      fc.property(clean, (text) => {
        const encoded = encodeText(text)
        if (encoded === text) return
        const words = encoded.split(' ')
        expect(words.filter((word) => word.length > 75 || !/^=\?utf-8\?B\?[A-Za-z0-9+/]+={0,2}\?=$/.test(word))).toEqual([])
        const decoded = words.map((word) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesOf(word)))
        expect(decoded.join('')).toBe(text)
      }),
    )
  })

  test('hostile case 13: a family of emoji is never cut in two', () => {
    const family = '👩‍👩‍👧‍👦'
    const words = encodeText(family.repeat(50)).split(' ')
    expect(words.map((word) => bytesOf(word).toString('utf8').replaceAll(family, ''))).toEqual(words.map(() => ''))
  })

  test('a single character piled up beyond a word is cut between code points', () => {
    const zalgo = `a${'\u0301'.repeat(500)}`
    expect(
      encodeText(zalgo)
        .split(' ')
        .map((word) => bytesOf(word).toString('utf8'))
        .join(''),
    ).toBe(zalgo)
  })
})

describe('names', () => {
  test.each([
    ['Broadsheet', '"Broadsheet"'],
    ['Smith, Jones & Co.', '"Smith, Jones & Co."'],
    ['The "Times" \\', '"The \\"Times\\" \\\\"'],
    ['早报', '=?utf-8?B?5pep5oql?='],
    ['Café "Rosa"', '=?utf-8?B?Q2Fmw6kgIlJvc2Ei?='],
  ])('%s is written %s: quoted when plain, else encoded outside of quotes', (name, written) => expect(encodePhrase(name)).toBe(written))

  test('a mailbox has its name before its address, or no name', () => {
    expect(encodeMailbox({ name: 'Morning', address: 'news@example.com' })).toBe('"Morning" <news@example.com>')
    expect(encodeMailbox({ name: '', address: 'news@example.com' })).toBe('<news@example.com>')
  })
})

const bytesOf = (word: string): Buffer => Buffer.from(word.slice('=?utf-8?B?'.length, -2), 'base64')

const decode = (encoded: string): string => Buffer.concat(encoded.split(' ').map(bytesOf)).toString('utf8')
