import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvLine } from '../../../src/domain/csv-line.ts'
import { previewTable } from '../../../src/intake/tables/read-table.ts'

const cells = (text: string): string[][] =>
  previewTable(Buffer.from(text), { encoding: 'utf-8', separator: ',' }, 9).map((row) => row.cells)

describe('a table', () => {
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
