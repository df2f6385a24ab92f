import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutText } from '../../../src/domain/cut-text.ts'

const graphemes = (text: string): string[] => [...new Intl.Segmenter('und').segment(text)].map(({ segment }) => segment)
const family = '👨\u200D👩\u200D👧\u200D👦'

describe('cut text', () => {
  test.each([
    ['text that fits stays as it is', 'The vote is close', 17, 'The vote is close'],
    ['emoji count as the code points they are, not as halves', '😀😀😀', 3, '😀😀😀'],
    ['a sentence ends with a whole word', 'The vote is close, and late', 20, 'The vote is close…'],
    ['no comma or stop stands before the ellipsis', 'One. Two. Three. Four', 11, 'One. Two…'],
    ['no bracket is left open at the end', 'The minister (of finance)', 15, 'The minister…'],
    ['Chinese ends with a whole word', '议会今天通过了新的预算法案', 10, '议会今天通过了新的…'],
    ['Thai ends with a whole word', 'วันนี้อากาศดีมากจริงๆ', 10, 'วันนี้…'],
    ['a family is never torn apart', family.repeat(5), 10, `${family}…`],
    ['an endless word is cut between characters', 'a'.repeat(50), 10, 'aaaaaaaaa…'],
    ['an endless word behind a short one is cut between characters', 'To ' + 'a'.repeat(50), 10, 'To aaaaaa…'],
    ['an Arabic number sign stays with what it stands before', 'No. text \u0605カタカナカタカナ', 14, 'No. text \u0605カタカ…'],
    ['one place is enough for the ellipsis alone', 'word', 1, '…'],
    ['no place is enough for nothing', 'word', 0, ''],
  ])('%s', (_, text, most, cut) => {
    expect(cutText(text, most)).toBe(cut)
  })

  test('no cut is longer than asked for, or ends inside what a reader sees as one character', () => {
    const text = fc
      .array(fc.constantFrom('a', ' ', ', ', '中', '文。', family, 'e\u0301', 'नि', '🇬🇧', 'น้ำ', '한'))
      .map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 60 }), (whole, most) => {
        const cut = cutText(whole, most)
        expect([...cut].length).toBeLessThanOrEqual(most)
        if (cut === whole) return
        const kept = graphemes(cut.slice(0, -1))
        expect(cut.at(-1)).toBe('…')
        expect(graphemes(whole).slice(0, kept.length)).toEqual(kept)
      }),
    )
  })

  test('a megabyte is cut at once', () => {
    const long = 'word '.repeat(200_000)
    const started = performance.now()
    for (let round = 0; round < 100; round++) cutText(long, 80)
    expect(performance.now() - started).toBeLessThan(500)
  })
})
