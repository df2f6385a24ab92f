import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { frameLanguage, wordLanguages, wordsFor } from '../../../src/render/words.ts'

type WordFile = Record<string, string | Record<string, string>>
const fileOf = (language: string) =>
  JSON.parse(readFileSync(new URL(`../../../templates/words/${language}.json`, import.meta.url), 'utf8')) as WordFile
const placeholders = (wording: string) => (wording.match(/\{[a-z]+\}/g) ?? []).toSorted()

test('there are words in English, Chinese and Arabic', () => {
  expect(wordLanguages()).toEqual(expect.arrayContaining(['ar', 'en', 'zh']))
})

describe.each(wordLanguages())('the words in %s', (language) => {
  const [file, english] = [fileOf(language), fileOf('en')]

  test('tell a translator what to do, and have every wording that English has', () => {
    expect(JSON.stringify(file['//']).length).toBeGreaterThan(60)
    expect(Object.keys(file)).toEqual(Object.keys(english))
  })

  test('have the plural forms of the language, and no others', () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted()
    const plurals = Object.values(file).filter((value) => typeof value === 'object' && !Array.isArray(value))
    expect(plurals.length).toBeGreaterThan(1)
    for (const plural of plurals) expect(Object.keys(plural).toSorted()).toEqual(forms)
  })

  test('keep the places where something is filled in', () => {
    for (const [key, value] of Object.entries(file)) {
      if (typeof value === 'string') expect(placeholders(value), key).toEqual(placeholders(JSON.stringify(english[key])))
    }
  })
})

test.each([
  ['ar', 1, 'مصدر واحد'],
  ['ar', 2, 'مصدران'],
  ['ar', 3, '3 مصادر'],
  ['ar', 11, '11 مصدرًا'],
  ['ar', 100, '100 مصدر'],
  ['en', 1, '1 source'],
  ['en', 1200, '1,200 sources'],
  ['zh', 3, '3 个来源'],
])('sources are counted as %s counts: %i → %s', (language, count, expected) => {
  expect(wordsFor(language).say('sources', { count })).toBe(expected)
})

test.each([
  ['en', 'Friday, 13 February 2026', '13 February 2026'],
  ['zh', '2026年2月13日星期五', '2026年2月13日'],
  ['ar', 'الجمعة، 13 فبراير 2026', '13 فبراير 2026'],
])('a date is written as %s writes it, whatever zone this machine is in', (language, full, long) => {
  expect([wordsFor(language).date('2026-02-13', 'full'), wordsFor(language).date('2026-02-13', 'long')]).toEqual([full, long])
})

test.each([
  [['zh-Hant'], 'zh'],
  [['zh-TW', 'en'], 'zh'],
  [['fr', 'ar-EG'], 'ar'],
  [['ja'], 'en'],
  [['en-GB', 'zh'], 'en'],
])('readers of %j see frames in %s: their own language in another script comes before English', (languages, frame) => {
  expect(frameLanguage(languages)).toBe(frame)
})

test('what is filled in is never read as a wording again', () => {
  expect(wordsFor('en').say('why', { digest: '{address}', address: 'layla@cairo.example' })).toContain('receive {address} at layla@')
})

test('a sentence can be cut where something other than text goes in', () => {
  expect(wordsFor('zh').pieces('why')).toEqual([
    { text: '您订阅了《' },
    { name: 'digest' },
    { text: '》，本邮件因此发送至 ' },
    { name: 'address' },
    { text: '。' },
  ])
})

test('a wording that nobody has written is named', () => {
  expect(() => wordsFor('ar').say('missing')).toThrow('en.json has no "missing"')
})

test.each([
  [['pt-BR', 'zh-Hans', 'en'], 'zh'],
  [['ar-EG'], 'ar'],
  [['en-GB', 'ar'], 'en'],
  [['pt-BR'], 'en'],
  [[], 'en'],
])('the frame of a mail for a reader of %j is in %s', (languages, expected) => {
  expect(frameLanguage(languages)).toBe(expected)
})
