import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { textWidth } from '../../../src/domain/text-width.ts'
import { wrapText } from '../../../src/domain/wrap-text.ts'

const url = 'https://example.com/b/a-long-way-to-go?x=1&y=2#z'
const family = '👨\u200D👩\u200D👧\u200D👦'
const withoutBlanks = (text: string): string => text.replaceAll(/\s/g, '')

describe('wrapped text', () => {
  test.each([
    ['English ends its lines at blanks', 'The House passed the bill today', 12, ['The House', 'passed the', 'bill today']],
    ['Chinese fills its lines', '议会今天通过了新的预算', 10, ['议会今天通', '过了新的预', '算']],
    ['no line begins with a full stop', '议会今天通过。了', 12, ['议会今天通', '过。了']],
    ['no line begins with a closing bracket', '总理说「继续」了', 12, ['总理说「继', '续」了']],
    ['no line ends with an opening bracket', '总理今天说「继续」', 12, ['总理今天说', '「继续」']],
    ['no line begins with small kana or a mark of length', 'きょうのパーティー', 10, ['きょうの', 'パーティー']],
    ['a dash of two parts stays together', '预算通过——了', 9, ['预算通', '过——了']],
    ['Thai breaks between words', 'วันนี้อากาศดีมากจริงๆ', 11, ['วันนี้อากาศดี', 'มากจริงๆ']],
    ['Korean keeps its words together', '국회가 예산안을 통과시켰다', 14, ['국회가', '예산안을', '통과시켰다']],
    ['French punctuation stays with its word', 'Il a dit non !', 12, ['Il a dit', 'non !']],
    ['a French quotation mark stays with what it opens', 'Il dit « oui »', 8, ['Il dit', '« oui »']],
    ['an address is left whole, however long', `See ${url} now`, 20, ['See', url, 'now']],
    ['an address between Chinese characters is left whole', `见${url}。谢谢`, 20, ['见', `${url}。`, '谢谢']],
    ['a bracket stays with the address behind it', `（${url}）了`, 20, [`（${url}）`, '了']],
    ['a word longer than a line is broken', 'a'.repeat(25), 10, ['a'.repeat(10), 'a'.repeat(10), 'aaaaa']],
    ['a family is never torn apart', family.repeat(5), 4, [family.repeat(2), family.repeat(2), family]],
    ['a no-break space does not break', 'about 10\u00A0000 votes', 10, ['about', '10\u00A0000', 'votes']],
    ['line breaks of the text stay', 'one\n\ntwo', 10, ['one', '', 'two']],
    ['the blanks that a line begins with stay', '    code goes here', 12, ['    code', 'goes here']],
  ])('%s', (_, text, width, lines) => {
    expect(wrapText(text, width).split('\n')).toEqual(lines)
  })

  test('the lines of a list item hang below its text', () => {
    expect(wrapText('• The House passed the bill', 12, '  ')).toBe('• The House\n  passed the\n  bill')
  })

  const text = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ' ',
          ' ',
          '\n',
          'word',
          'supercalifragilistic',
          '中文',
          '。',
          '「',
          '」',
          '，',
          '(',
          ')',
          '"',
          ' !',
          'パー',
          'ティ',
        ),
        fc.constantFrom(family, 'e\u0301', 'नि', 'น้ำ', 'ภาษาไทย', 'العربية', '한국어', `${url} `, `${url}。`),
        fc.string({ unit: 'grapheme' }),
      ),
      { maxLength: 40 },
    )
    .map((pieces) => pieces.join(''))
  const width = fc.integer({ min: 12, max: 78 })

  test('nothing is lost but blanks at the ends of lines', () => {
    fc.assert(fc.property(text, width, (whole, columns) => withoutBlanks(wrapText(whole, columns)) === withoutBlanks(whole)))
  })

  test('no line is too wide but for an address', () => {
    fc.assert(
      fc.property(text, width, (whole, columns) => {
        const wide = wrapText(whole, columns)
          .split('\n')
          .filter((line) => textWidth(line.trimEnd()) > columns)
        for (const line of wide) expect(line).toMatch(/https?:|www\.|mailto:/i)
      }),
    )
  })

  test('no address and no character is broken', () => {
    const segmenter = new Intl.Segmenter('und')
    fc.assert(
      fc.property(text, width, (whole, columns) => {
        const lines = wrapText(whole, columns)
        expect(lines.split(url).length).toBe(whole.split(url).length)
        const characters = [...segmenter.segment(lines)].map(({ segment }) => segment).filter((segment) => /\S/.test(segment))
        expect(characters).toEqual([...segmenter.segment(whole)].map(({ segment }) => segment).filter((segment) => /\S/.test(segment)))
      }),
    )
  })

  test('wrapping twice changes nothing more', () => {
    fc.assert(fc.property(text, width, (whole, columns) => wrapText(wrapText(whole, columns), columns) === wrapText(whole, columns)))
  })

  test.each([
    ['a'.repeat(20_000)],
    ['。'.repeat(20_000)],
    [`${url}${'。'.repeat(20_000)}`],
    ['http://'.repeat(3_000)],
    ['" '.repeat(10_000)],
  ])('twenty thousand hostile characters are wrapped in less than a second', (hostile) => {
    const started = performance.now()
    wrapText(hostile, 72)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
