import { describe, expect, test } from 'vitest'
import { containing } from './containing.ts'
import { readBriefing } from '../../../src/intake/read-briefing.ts'
import { problemsOf, readGood } from './read-text.ts'
import { inEnglish } from '../../../src/render/in-english.ts'

const good = `---
title: The comet is back
---
Rosa in São Paulo was the first to see it, on Tuesday night, above the western horizon.
`
const problems = (bytes: Uint8Array | number[]) => {
  const read = readBriefing({ name: 'sample.txt', bytes: Uint8Array.from(bytes) })
  return read.ok ? [] : read.problems.map(({ line, message }) => [line, inEnglish(message)])
}
const utf8 = (text: string) => new TextEncoder().encode(text)
const utf16le = (text: string) =>
  Array.from({ length: text.length }).flatMap((_, at) => [text.charCodeAt(at) & 0xff, text.charCodeAt(at) >> 8])
const utf16be = (text: string) =>
  Array.from({ length: text.length }).flatMap((_, at) => [text.charCodeAt(at) >> 8, text.charCodeAt(at) & 0xff])

describe('encodings', () => {
  const expected = readGood(good)

  test('UTF-8 with a byte order mark, and UTF-16 of both orders with one, are read', () => {
    for (const bytes of [utf8(`\uFEFF${good}`), [0xff, 0xfe, ...utf16le(good)], [0xfe, 0xff, ...utf16be(good)]])
      expect(readBriefing({ name: 'sample.txt', bytes: Uint8Array.from(bytes) })).toEqual({ ok: true, briefing: expected })
  })

  test('bytes that are not UTF-8 are refused with their line', () => {
    const latin1 = [
      ...utf8('\uFFFD is a fine character\nand one more line\r\n'),
      ...Array.from('São Paulo', (letter) => letter.charCodeAt(0)),
      10,
    ]
    expect(problems(latin1)).toEqual([[3, 'This line is not valid UTF-8. Save the file as UTF-8.']])
    expect(problems([0xc0, 0xaf, 0x0a])).toEqual([[1, containing('not valid UTF-8')]])
  })

  test('UTF-16 that ends in the middle, or holds half a character, is refused', () => {
    expect(problems([0xff, 0xfe, ...utf16le('one\ntwo'), 0x41])).toEqual([[2, 'This line is not valid UTF-16LE. Save the file as UTF-8.']])
    expect(problems([0xfe, 0xff, ...utf16be('one\ntwo\n\uD800 three')])).toEqual([[3, containing('not valid UTF-16BE')]])
  })

  test('UTF-32, and UTF-16 without a mark, are refused', () => {
    expect(problems([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0])).toEqual([[0, containing('UTF-32')]])
    expect(problems(utf16le('one\ntwo'))).toEqual([[1, containing('not a text file')]])
  })

  test('a picture, a PDF or a ZIP archive is no text', () => {
    expect(problems([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d])).toEqual([[3, containing('not a text file')]])
    expect(problems([...utf8('%PDF-1.7\n%'), 0xe2, 0xe3, 0xcf, 0xd3])).toEqual([[2, containing('not valid UTF-8')]])
  })
})

describe('sizes', () => {
  test('an empty file, and one of blanks', () => {
    expect(problems([])).toEqual([[0, containing('The file is empty')]])
    for (const blank of ['\n\n  \n', '\uFEFF', '\u3000\t']) expect(problems(utf8(blank))).toEqual([[0, containing('The file is empty')]])
  })

  test('more than 2 MB', () => {
    const start = utf8(good)
    const filled = (size: number) => Uint8Array.from({ length: size }, (_, at) => start[at] ?? 0x20)
    expect(problems(filled(2_000_000))).toEqual([])
    expect(problems(filled(2_000_001))).toEqual([[0, containing('larger than 2 MB')]])
  })

  test('more than 20,000 lines, or 30,000 marks of Markdown', () => {
    expect(problemsOf(good + '\n'.repeat(19_995))).toEqual([])
    expect(problemsOf(good + '\n'.repeat(20_000))).toEqual([{ line: 20_001, message: containing('20,005 lines') }])
    expect(problemsOf(good + '*'.repeat(30_001))).toEqual([{ line: 4, message: containing('30,001 marks') }])
  })
})

describe('characters', () => {
  test.each([
    ['a bell', '\u0007', 'control character (U+0007)'],
    ['the mark of a gap', '\u0001', 'control character (U+0001)'],
    ['an escape', '\u001B', 'control character (U+001B)'],
    ['delete', '\u007F', 'control character (U+007F)'],
    ['a C1 control', '\u0085', 'control character (U+0085)'],
    ['a form feed', '\f', 'control character (U+000C)'],
    ['a right-to-left override', '\u202E', 'overrides the direction of text (U+202E)'],
    ['an embedding', '\u202A', 'overrides the direction of text (U+202A)'],
    ['an isolate', '\u2067', 'overrides the direction of text (U+2067)'],
    ['a replacement character', '\uFFFD', 'replacement character (U+FFFD)'],
  ])('%s is refused with its line', (_, character, message) => {
    for (const text of [good.replace('above', `above${character}`), good.replaceAll('\n', '\r\n').replace('above', `above${character}`)])
      expect(problemsOf(text)).toEqual([{ line: 4, message: containing(message) }])
    expect(problemsOf(good.replace('comet', `co${character}met`))).toEqual([{ line: 2, message: containing(message) }])
  })

  test('a NUL makes it no text file', () => {
    expect(problemsOf(good.replace('above', 'above\0'))).toEqual([{ line: 4, message: containing('NUL') }])
  })

  test('each line is reported once, up to twenty', () => {
    expect(problemsOf(`\u0007\u0007\nfine\n\u202E\u0007`).map(({ line }) => line)).toEqual([1, 3])
    expect(problemsOf('\u0007\n'.repeat(1000))).toHaveLength(20)
  })

  test('of what is refused nothing is handed on', () => {
    expect(readBriefing({ name: 'a.md', bytes: utf8(`${good}\u202E`) })).toMatchObject({ ok: false, partial: {} })
  })

  test('a pile of accents is cut down to what a script can need', () => {
    const { title } = readGood(good.replace('comet', `come${'\u0301\u0302\u0303\u0304'.repeat(500)}t`))
    expect(title.length).toBeLessThan(40)
  })
})
