import { describe, expect, test } from 'vitest'
import { bestOf, canonicalLanguage, direction, rankOf, reads, scriptOf } from '../../../src/domain/language.ts'

describe('a language tag', () => {
  test.each([
    ['EN', 'en'],
    ['zh-hans', 'zh-Hans'],
    ['zh_cn', 'zh-CN'],
    ['pt-br', 'pt-BR'],
    ['iw', 'he'],
    ['cmn-hant', 'zh-Hant'],
    ['en-GB-u-hc-h12', 'en-GB'],
    ['az-arab', 'az-Arab'],
    ['yue', 'yue'],
    ['  fa ', 'fa'],
  ])('%s is %s', (tag, language) => {
    expect(canonicalLanguage(tag)).toBe(language)
  })

  test.each([
    '',
    'e',
    'cn',
    'jp',
    'english',
    'Chinese',
    'und',
    'x-klingon',
    'en--GB',
    'zh Hans',
    '中文',
    'en-' + 'a'.repeat(5000),
    '../en',
    'en-scotland-fonipa-scouse-boont-oxendict',
  ])('"%s" is none', (tag) => {
    expect(canonicalLanguage(tag)).toBeUndefined()
  })
})

describe('direction and script', () => {
  test.each(['ar', 'he', 'fa', 'ur', 'ps', 'sd', 'ug', 'yi', 'dv', 'az-Arab', 'ckb', 'pa-PK', 'uz-AF', 'ar-EG'])(
    '%s is written from right to left',
    (language) => {
      expect(direction(language)).toBe('rtl')
    },
  )

  test.each(['en', 'zh-Hans', 'ja', 'az', 'pa', 'ku', 'tr', 'hi', 'nonsense!'])('%s is written from left to right', (language) => {
    expect(direction(language)).toBe('ltr')
  })

  test.each([
    ['zh', 'Hans'],
    ['zh-TW', 'Hant'],
    ['ja', 'Jpan'],
    ['sr', 'Cyrl'],
    ['ar', 'Arab'],
    ['pt-BR', 'Latn'],
    ['nonsense!', 'Zyyy'],
  ])('%s is written in %s', (language, script) => {
    expect(scriptOf(language)).toBe(script)
  })
})

describe('what a reader can read', () => {
  test.each([
    ['en', 'en', true],
    ['en', 'en-GB', true],
    ['en-GB', 'en', true],
    ['pt-BR', 'pt-PT', true],
    ['zh', 'zh-Hans', true],
    ['zh', 'zh-Hant', true],
    ['zh', 'zh-CN', true],
    ['zh-Hans', 'zh', true],
    ['zh-CN', 'zh-SG', true],
    ['zh-Hans', 'zh-Hant', false],
    ['zh-CN', 'zh-TW', false],
    ['zh-Hant', 'zh', false],
    ['zh-TW', 'zh-HK', true],
    ['sr-Latn', 'sr', false],
    ['sr', 'sr-Latn', true],
    ['az-Arab', 'az', false],
    ['nb', 'nn', true],
    ['zh', 'yue', false],
    ['en', 'ar', false],
    ['pt', 'es', false],
  ])('a reader of %s and a story in %s: %s', (reader, story, answer) => {
    expect(reads([reader], story)).toBe(answer)
  })

  test('Layla reads Arabic before English, and no Chinese', () => {
    const layla = ['ar', 'en']
    expect(['ar-EG', 'en-US', 'zh'].map((story) => rankOf(layla, story))).toEqual([0, 1, undefined])
  })

  test('a reader of nothing reads nothing', () => {
    expect(reads([], 'en')).toBe(false)
  })
})

describe('the best language on offer', () => {
  test.each([
    ['the reader’s first comes before what is offered first', ['ar', 'en'], ['en', 'ar'], 'ar'],
    ['the same tag comes before its relatives', ['en-GB'], ['en-US', 'en', 'en-GB'], 'en-GB'],
    ['zh-CN is what zh means', ['zh'], ['zh-Hant', 'zh-CN'], 'zh-CN'],
    ['Portuguese is Brazil’s before it is Portugal’s', ['pt'], ['pt-PT', 'pt-BR'], 'pt-BR'],
    ['the same script comes before another', ['sr'], ['sr-Latn', 'sr-ME', 'sr-Cyrl-BA'], 'sr-Cyrl-BA'],
    ['another region will do', ['pt-BR'], ['es', 'pt-PT'], 'pt-PT'],
    ['another script will not, so the second language does', ['zh-TW', 'en'], ['zh-Hans', 'en-GB'], 'en-GB'],
    ['bare Chinese takes either script', ['zh'], ['en', 'zh-Hant'], 'zh-Hant'],
    ['nothing readable is nothing', ['ja'], ['en', 'zh-Hans'], undefined],
    ['nothing on offer is nothing', ['ja'], [], undefined],
  ])('%s', (_, reader, available, best) => {
    expect(bestOf(reader, available)).toBe(best)
  })
})
