import { expect, test } from 'vitest'
import { typographyOf } from '../../../src/render/typography.ts'

test.each([
  ['en', 'ltr', 'left', 'right'],
  ['zh-Hans', 'ltr', 'left', 'right'],
  ['ar', 'rtl', 'right', 'left'],
  ['he', 'rtl', 'right', 'left'],
  ['fa', 'rtl', 'right', 'left'],
  ['ur', 'rtl', 'right', 'left'],
  ['az-Arab', 'rtl', 'right', 'left'],
  ['und', 'ltr', 'left', 'right'],
  ['no language at all', 'ltr', 'left', 'right'],
])('%s runs %s, from %s to %s', (language, dir, start, end) => {
  expect(typographyOf(language)).toMatchObject({ dir, start, end })
})

test.each([
  ['zh', 'PingFang SC'],
  ['zh-TW', 'PingFang TC'],
  ['ja', 'Hiragino Sans'],
  ['ko', 'Apple SD Gothic Neo'],
  ['ar', 'Geeza Pro'],
  ['ur', 'Noto Nastaliq Urdu'],
  ['pt-BR', 'Segoe UI'],
  ['ru', 'Segoe UI'],
])('%s is set in a font of its script, such as %s', (language, font) => {
  expect(typographyOf(language).textFont).toContain(font)
})

test('fonts are named so that they need no quotes inside a style attribute', () => {
  for (const language of ['en', 'zh', 'zh-TW', 'ja', 'ko', 'ar', 'ur', 'he', 'hi', 'th']) {
    const { textFont, headlineFont } = typographyOf(language)
    expect(`${textFont},${headlineFont}`).toMatch(/^[A-Za-z -]+(?:,[A-Za-z -]+)+$/)
  }
})
