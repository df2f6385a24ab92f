import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanLines, cleanText } from '../../../src/domain/clean-text.ts'

const HIDDEN = /[\p{Cc}\p{Cs}\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/u

/** Text made of what does harm, what must survive, and anything else. */
const hostile = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'a',
        'é',
        'क',
        '्',
        'র',
        '\u0301',
        '\u0316',
        '\u05B0',
        '\u200C',
        '\u200D',
        '\uFE0F',
        '👩',
        '🏽',
        '🏴',
        ' ',
        '\n',
        '\uD800',
      ),
      fc.constantFrom(
        '\u202E',
        '\u2066',
        '\u00AD',
        '\u{E0067}',
        '\u{E0062}',
        '\u{E007F}',
        '\uFEFF',
        '\u0000',
        '\u2028',
        '\u3164',
        '가',
        'ᆨ',
      ),
    ),
    { maxLength: 40 },
  )
  .map((pieces) => pieces.join(''))

describe('clean text', () => {
  test.each([
    ['a line break becomes a blank, so that no title can begin a header', 'Vote\r\nBcc: evil@x.com', 'Vote Bcc: evil@x.com'],
    ['the line breaks of Unicode become blanks, too', 'a\u2028b\u2029c\u0085d', 'a b c d'],
    ['blanks of all kinds become single ones, and none stand at the ends', ' \t one\u00A0 \u3000two\n ', 'one two'],
    ['NUL, DEL and other controls go', 'a\u0000b\u0007c\u007Fd\u009Fe', 'abcde'],
    [
      'hostile case 11: marks that turn the direction of writing go',
      'total \u202E321\u202C \u2066x\u2069\u200E\u200F\u061C',
      'total 321 x',
    ],
    ['invisible marks go', 'exam\u00ADple\u200B \uFEFFtext\u2060\u3164', 'example text'],
    ['text hidden in tag characters goes', 'Sale\u{E0068}\u{E0069}\u{E007F}', 'Sale'],
    ['hostile case 12: lone surrogates go', 'a\uD83Db\uDE00c', 'abc'],
    ['accents are composed', 'Sa\u0303o', 'São'],
    ['a joiner outside a word goes', 'a \u200Db\u200C \u200D', 'a b'],
  ])('%s', (_, text, clean) => {
    expect(cleanText(text)).toBe(clean)
  })

  test.each([
    ['hostile case 14: Persian with its ZWNJ', 'می\u200Cخواهم'],
    ['Bengali with ZWJ before a virama', 'র\u200D\u09CDযাব'],
    ['old Malayalam with ZWJ at the end of a word', 'ന\u0D4D\u200D അവൻ'],
    ['hostile case 14: Sinhala conjuncts', 'ශ\u0DCA\u200Dරී'],
    ['a family of four', '👨\u200D👩\u200D👧\u200D👦'],
    ['a doctor with a skin tone', '👩🏽\u200D⚕\uFE0F'],
    ['a heart on fire', '❤\uFE0F\u200D🔥'],
    ['the flags of England, Scotland and Wales', '🏴󠁧󠁢󠁥󠁮󠁧󠁿🏴󠁧󠁢󠁳󠁣󠁴󠁿🏴󠁧󠁢󠁷󠁬󠁳󠁿'],
    ['Vietnamese', 'Việt Nam điều chỉnh ngưỡng'],
    ['Arabic with its vowels', 'مُحَمَّدٌ رَسُولُ'],
    ['Hebrew with vowels and cantillation', 'בְּרֵאשִׁ֖ית'],
    ['Thai', 'ผู้ใหญ่น้ำ'],
    ['Burmese', 'မြွှေ့ာ'],
    ['a tall Tibetan stack', 'ཧྐྵྨླྺྼྻྂ'],
  ])('%s stays as it is', (_, text) => {
    const composed = text.normalize('NFC')
    expect(cleanText(text)).toBe(composed)
  })

  test('hostile case 12: thousands of accents on one letter become four', () => {
    expect(cleanText('Z' + '\u0316'.repeat(10_000) + 'algo')).toBe('Z' + '\u0316'.repeat(4) + 'algo')
  })

  test('hostile case 12: a megabyte of one word is cleaned in less than a second', () => {
    const started = performance.now()
    expect(cleanText('x\u200D'.repeat(500_000)).length).toBe(999_999)
    expect(performance.now() - started).toBeLessThan(1000)
  })

  test('cleaning twice changes nothing more', () => {
    fc.assert(fc.property(hostile, (text) => cleanText(cleanText(text)) === cleanText(text)))
  })

  test('whatever comes in, what comes out is well-formed, composed and shows everything it holds', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const clean = cleanText(text)
        expect(clean.isWellFormed()).toBe(true)
        expect(clean).toBe(clean.normalize('NFC'))
        expect(clean).not.toMatch(HIDDEN)
        expect(clean).not.toMatch(/^\s|\s$|\s\s|[^\S ]/)
      }),
    )
  })
})

describe('clean lines', () => {
  test('line breaks of every kind become the same one, and indentation stays', () => {
    expect(cleanLines('# One\r\n\r\n- a\r\t- b\u202E\u2028    code')).toBe('# One\n\n- a\n\t- b\n    code')
  })

  test('cleaning twice changes nothing more', () => {
    fc.assert(fc.property(hostile, (text) => cleanLines(cleanLines(text)) === cleanLines(text)))
  })
})
