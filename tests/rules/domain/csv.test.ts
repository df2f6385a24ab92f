import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvLine } from '../../../src/domain/csv-line.ts'
import { readCsv } from '../../../src/domain/read-csv.ts'

const cells = (text: string): string[][] => [...readCsv(text)].map((row) => row.cells)

describe('a table', () => {
  test.each([
    [
      'commas and CRLF',
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'semicolons and bare CR',
      'a;b\r1;2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'tabs',
      'a\tb\n1\t2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'quotes',
      '"a ""x""","b,\nc"\n1,2',
      [
        ['a "x"', 'b,\nc'],
        ['1', '2'],
      ],
    ],
    ['a quote within a word', '5" pipe,b', [['5" pipe', 'b']]],
    ['a quote that never closes', 'a,"b\nc', [['a', 'b\nc']]],
    ['empty lines', '\n\na\n\n', [['a']]],
    ['nothing', '', []],
  ])('with %s is read', (_, text, rows) => {
    expect(cells(text)).toEqual(rows)
  })

  test('says on which line a row began', () => {
    expect([...readCsv('a\n"b\nc"\nd')].map(({ line }) => line)).toEqual([1, 2, 4])
  })

  // Hostile case 46.
  test.each(['=cmd|/c calc!A1', '+1', '-1', '@SUM(A1)', '＝1', "'=1"])(
    'has no formula: %s gets an apostrophe, and loses it again',
    (formula) => {
      const line = csvLine(['x', formula])
      expect(line).toMatch(/^x,"?'/)
      expect(cells(line)).toEqual([['x', formula]])
    },
  )

  test('hostile case 46: comes back as it was, whatever stands in it', () => {
    const cell = fc
      .string()
      .map((text) => text.trim())
      .filter((text) => !/^'*'[=+\-@＝＋－＠\t\r]/.test(text))
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 4 }), (row) => {
        fc.pre(row.some((each) => each !== ''))
        // The first line decides what separates the cells.
        expect(cells(`a,b,c,d\n${csvLine(row)}`)[1]).toEqual(row)
      }),
    )
  })
})
