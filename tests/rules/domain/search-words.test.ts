import { describe, expect, test } from 'vitest'
import { searchTerms, wordsOf } from '../../../src/domain/search-words.ts'

/** As both databases do it: every term must be a word, or the beginning of one. */
function finds(search: string, text: string): boolean {
  const words = wordsOf(text)
  const terms = searchTerms(search)
  return terms.length > 0 && terms.every((term) => words.some((word) => (term.isPrefix ? word.startsWith(term.text) : word === term.text)))
}

describe('a search', () => {
  test.each([
    ['经济', '中国经济增长放缓', 'a Chinese word of two characters, in the midst of a sentence'],
    ['经济增长', '中国经济增长放缓', 'a longer one'],
    ['缓', '中国经济增长放缓', 'a single character at the end'],
    ['東京', '東京の天気', 'Japanese'],
    ['اقتصاد', 'نمو الاقتصاد المصري', 'an Arabic word whose text has the article'],
    ['الاقتصاد', 'نمو اقتصاد مصر والاقتصاد', 'and the other way round'],
    ['احمد', 'أحمد', 'alif without its hamza'],
    ['مدرسة', 'مدرسه', 'ta marbuta as it is often typed'],
    ['مُحَمَّد', 'محمد', 'with vowel signs'],
    ['کتاب', 'كتاب', 'as Persian keyboards write it'],
    ['Häuser', 'Viele HÄUSER am Fluss', 'umlauts in upper case'],
    ['hauser', 'Viele Häuser', 'umlauts left out'],
    ['haeuser', 'Viele Häuser', 'umlauts spelled out'],
    ['strasse', 'Die Straße', 'sharp s'],
    ['Elect', 'The elections', 'the beginning of a word'],
    ['election result', 'Results of the elections', 'words in any order'],
    ['łódź', 'Lodz', 'Polish letters'],
    ['서울', '서울에서 온 편지', 'Korean with a particle'],
    ['COVID-19', 'What COVID-19 was', 'a word with a hyphen'],
  ])('for %s finds %j: %s', (search, text) => {
    expect(finds(search, text)).toBe(true)
  })

  test.each([
    ['济中', '中国经济'],
    ['war peace', 'The war went on'],
    ['lection', 'elections'],
    ['北海', '北京和上海'],
    ['', 'anything'],
    ['%_*"\'', 'any%_thing'],
  ])('for %s does not find %j', (search, text) => {
    expect(finds(search, text)).toBe(false)
  })

  test('gives the databases letters and digits only, whatever is typed', () => {
    for (const hostile of ['"a" OR b*', "x' & y | !z:*", 'a\u0000b', '(NEAR a b)', '\\', '\u202Eabc', '𐀀'.repeat(500), 'a '.repeat(500)])
      for (const { text } of searchTerms(hostile)) expect(text).toMatch(/^[\p{L}\p{M}\p{N}]{1,40}$/u)
  })
})

test('a book of a text does not take all day, nor all room', () => {
  const long = Array.from({ length: 60_000 }, (_, number) => `word${number} 中${String.fromCodePoint(0x4e00 + (number % 20_000))}文`).join(
    ' ',
  )
  const start = performance.now()
  expect(wordsOf(long).length).toBe(20_000)
  expect(performance.now() - start).toBeLessThan(2000)
})
