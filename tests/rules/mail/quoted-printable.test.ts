import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeQuotedPrintable } from '../../../src/mail/quoted-printable.ts'

// Any Unicode, with more than its share of what is special on the way: blanks, line ends, dots, "From ", equals signs.
const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 90 }),
  fc.constantFrom(
    ' ',
    '  ',
    '\t',
    '\n',
    '\r',
    '.',
    'From ',
    '=',
    '=\n',
    ' \n',
    '\n.',
    'ملخص ',
    '简报',
    '👩‍👩‍👧',
    '\u200c',
    'a'.repeat(74),
    'é'.repeat(13),
  ),
)
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))

const whatever = (check: (written: string) => void): void => fc.assert(fc.property(text, (written) => void check(written)))

describe('quoted-printable', () => {
  test('whatever is written comes out again', () => {
    whatever((written) => expect(decode(encoded(written))).toBe(written))
  })

  test('encoded texts can be joined in any order', () => {
    const several = fc.array(text, { maxLength: 6 })
    fc.assert(fc.property(several, (texts) => void expect(decode(texts.map(encoded).join(''))).toBe(texts.join(''))))
  })

  test('no line is longer than 76 characters, and all of it is printable ASCII', () => {
    whatever((written) => expect(linesOf(encoded(written)).filter((line) => line.length > 76 || !/^[ -~]*$/.test(line))).toEqual([]))
  })

  test('it is as DKIM wants it: no tabs, no doubled blanks, none at the end of a line', () => {
    whatever((written) => expect(encoded(written)).not.toMatch(/\t| {2}| \r\n/))
  })

  test('no line begins with a dot or with "From "', () => {
    whatever((written) => expect(linesOf(encoded(written)).filter((line) => /^(\.|From )/.test(line))).toEqual([]))
  })

  test('every encoded text ends at the end of a line', () => {
    whatever((written) => expect(encoded(written)).toMatch(/^$|\r\n$/))
  })

  test.each([
    ['', ''],
    ['plain words', 'plain words=\r\n'],
    ['one\ntwo\n', 'one\r\ntwo\r\n'],
    ['two  blanks ', 'two=20 blanks=20=\r\n'],
    ['a = b', 'a =3D b=\r\n'],
    ['.dot', '=2Edot=\r\n'],
    ['From Rosa', '=46rom Rosa=\r\n'],
    ['São', 'S=C3=A3o=\r\n'],
    [`${'x'.repeat(75)}yz`, `${'x'.repeat(75)}=\r\nyz=\r\n`],
    [`${'x'.repeat(75)}.`, `${'x'.repeat(75)}=\r\n=2E=\r\n`],
  ])('%j becomes %j', (written, expected) => expect(encoded(written)).toBe(expected))
})

const encoded = (written: string): string => encodeQuotedPrintable(written).toString('latin1')

const linesOf = (content: string): string[] => content.split('\r\n')

/** Not ours: soft breaks go, line ends become ours, and every =XX is a byte (RFC 2045 §6.7). */
function decode(content: string): string {
  const bytes = content
    .replaceAll('=\r\n', '')
    .replaceAll('\r\n', '\n')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
