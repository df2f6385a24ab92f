import { describe, expect, test } from 'vitest'
import { recognise } from '../../../src/domain/reader-import.ts'
import { detectEncoding, detectSeparator } from '../../../src/intake/tables/detect-table.ts'
import { previewTable, readTable } from '../../../src/intake/tables/read-table.ts'
import { recogniseTable } from '../../../src/flow/lists/begin-import.ts'

/** Letters of an old encoding as its bytes: the table is turned around, so that it is the decoder's own. */
function encode(text: string, encoding: string): Uint8Array {
  const table = new Map<string, number[]>()
  const decoder = new TextDecoder(encoding)
  for (let byte = 0x80; byte < 0x100; byte++) table.set(decoder.decode(new Uint8Array([byte])), [byte])
  if (encoding === 'gb18030')
    for (let lead = 0xb0; lead <= 0xf7; lead++)
      for (let trail = 0xa1; trail <= 0xfe; trail++) table.set(decoder.decode(new Uint8Array([lead, trail])), [lead, trail])
  return Uint8Array.from([...text].flatMap((letter) => (letter < '\u0080' ? [letter.charCodeAt(0)] : (table.get(letter) ?? [0x3f]))))
}

const WEST = 'email;name\njose@x.example;José Muñoz\nfrancois@x.example;François Müller\nasa@x.example;Åsa Öberg\n'
const RUSSIAN = 'email;имя\nivan@x.example;Иван Петров\nolga@x.example;Ольга Соколова\n'
const ARABIC = 'email;الاسم\nlayla@x.example;ليلى حسن\nomar@x.example;عمر عبد الرحمن\n'
const CHINESE = '邮箱;姓名\nwei@x.example;王伟\nfang@x.example;李芳\n'

describe('a table that comes in', () => {
  test.each([
    ['utf-8', Buffer.from(CHINESE)],
    ['utf-8', Buffer.from(`\ufeff${WEST}`)],
    ['utf-16le', Buffer.from(`\ufeff${CHINESE}`, 'utf16le')],
    ['utf-16le', Buffer.from(WEST, 'utf16le')],
    ['utf-16be', Buffer.from(`\ufeff${WEST}`, 'utf16le').swap16()],
    ['windows-1252', encode(WEST, 'windows-1252')],
    ['windows-1251', encode(RUSSIAN, 'windows-1251')],
    ['windows-1256', encode(ARABIC, 'windows-1256')],
    ['gb18030', encode(CHINESE, 'gb18030')],
  ])('is known to be %s', (encoding, bytes) => {
    expect(detectEncoding(bytes)).toBe(encoding)
    expect(recogniseTable(bytes)).toMatchObject({ encoding, separator: ';', columns: ['address', 'name'], hasHeading: true })
  })

  test('is cut at what stands most evenly in its lines', () => {
    expect(detectSeparator('a,b\n1,2\n')).toBe(',')
    expect(detectSeparator('a;b\n"1,5";2\n"2,5,7";3')).toBe(';')
    expect(detectSeparator('a\tb;c\n1\t2\n')).toBe('\t')
    expect(detectSeparator('only@one.example\n')).toBe(',')
  })

  test('has its columns recognised by their headings, or by the cell with an @', () => {
    expect(recognise(['Full name', 'E-mail address', 'Opt-in time', 'Shoe size'])).toEqual({
      columns: ['name', 'address', 'consented', ''],
      hasHeading: true,
    })
    expect(recognise(['Rosa', 'rosa@post.example'])).toEqual({ columns: ['', 'address'], hasHeading: false })
    expect(recognise(['one', 'two'])).toEqual({ columns: ['', ''], hasHeading: true })
  })

  test.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('is read in pieces of any size, with lines that end in %s', async (_, newline) => {
    const text = [
      'email,name',
      'a@x.example,"Ann, the ""first"""',
      '',
      "b@x.example,'=cmd()",
      `c@x.example,"two${newline}lines"`,
      'd@x.example',
    ].join(newline)
    for (const size of [1, 7, 1000]) {
      const rows = (await allOf(Buffer.from(text), size)).map(({ cells }) => cells)
      expect(rows).toEqual([
        ['email', 'name'],
        ['a@x.example', 'Ann, the "first"'],
        ['b@x.example', '=cmd()'],
        ['c@x.example', `two${newline}lines`],
        ['d@x.example'],
      ])
    }
  })

  test('with NUL bytes or letters that are none keeps its other rows', async () => {
    const bytes = Buffer.concat([Buffer.from('a@x.example,A\u0000\n'), Buffer.from([0xff, 0xfe, 0x0a]), Buffer.from('b@x.example,B\n')])
    expect((await allOf(bytes, 5)).map(({ cells }) => cells[0])).toEqual(['a@x.example', '\ufffd\ufffd', 'b@x.example'])
  })

  test('hostile case 45: of a million rows only some are held at once', { timeout: 60_000 }, async () => {
    const before = process.memoryUsage().heapUsed
    let [rows, most] = [0, 0]
    for await (const some of readTable(pagesOf(MILLION), { encoding: 'utf-8', separator: ',' }, 250)) {
      rows += some.length
      if (rows % 10_000 === 0) most = Math.max(most, process.memoryUsage().heapUsed)
    }
    expect(rows).toBe(MILLION)
    expect((most - before) / 1_000_000).toBeLessThan(120)
  })

  test('is shown before it is read, even where the sample ends within quotes', () => {
    const way = { encoding: 'utf-8', separator: ',' } as const
    expect(previewTable(Buffer.from('email,name\na@x.example,"never en'), way, 5).map(({ cells }) => cells[0])).toEqual([
      'email',
      'a@x.example',
    ])
  })
})

const MILLION = 1_000_000
const PAGE = 1000

/** A table as long as that, made while it is read. */
async function* pagesOf(rows: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < rows; from += PAGE) {
    await Promise.resolve()
    yield Buffer.from(
      Array.from({ length: PAGE }, (_, index) => `reader${from + index}@letters.example,"Ann, number ${from + index}"\n`).join(''),
    )
  }
}

async function allOf(bytes: Buffer, size: number) {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  const rows = []
  for await (const some of readTable(pieces(), { encoding: 'utf-8', separator: ',' }, 2)) rows.push(...some)
  return rows
}
