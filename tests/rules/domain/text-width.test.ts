import { expect, test } from 'vitest'
import { textWidth } from '../../../src/domain/text-width.ts'

test.each([
  ['Latin letters take one column each', 'Vote', 4],
  ['Chinese characters take two', '预算abc', 7],
  ['Chinese punctuation takes two', '，。「」', 8],
  ['half-width katakana take one', 'ｶﾅ', 2],
  ['full-width letters take two', 'ＡＢ', 4],
  ['a Hangul syllable takes two, also spelled in its parts', '한\u1112\u1161\u11AB', 4],
  ['an accent takes none', 'e\u0301', 1],
  ['Arabic vowels take none', 'مُحَمَّد', 4],
  ['a family takes two', '👨\u200D👩\u200D👧\u200D👦', 2],
  ['a flag takes two', '🇧🇷', 2],
  ['a heart shown as a picture takes two', '❤\uFE0F', 2],
  ['nothing takes none', '', 0],
])('%s', (_, text, width) => {
  expect(textWidth(text)).toBe(width)
})
