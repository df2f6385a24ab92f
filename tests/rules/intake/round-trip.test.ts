import fc from 'fast-check'
import { expect, test } from 'vitest'
import { printPlain } from './print-plain.ts'
import { readGood } from './read-text.ts'

const WORDS: Record<string, { words: string[]; blank: string; stop: string; colon: string }> = {
  en: {
    words: 'the comet is back over London and David reads about it with great care today'.split(' '),
    blank: ' ',
    stop: '.',
    colon: ':',
  },
  de: {
    words: 'die Regierung hat sich am Dienstag auf einen neuen Kompromiss zum Ausbau geeinigt'.split(' '),
    blank: ' ',
    stop: '.',
    colon: ':',
  },
  ar: {
    words: 'أعلنت الحكومة المصرية يوم الثلاثاء خطة جديدة لتطوير السكك الحديدية في القاهرة'.split(' '),
    blank: ' ',
    stop: '.',
    colon: ':',
  },
  zh: { words: Array.from('伟在上海每天早上七点阅读新闻摘要了解国内外的经济发展情况'), blank: '', stop: '。', colon: '：' },
}
const CLOSINGS: Record<string, string[]> = {
  en: ['Sources (3)', 'Updated Feb 13, 2026'],
  de: ['Quellen (3)', 'Aktualisiert 13. Feb. 2026'],
  ar: ['المصادر (٣)', 'آخر تحديث: ١٣ فبراير ٢٠٢٦'],
  zh: ['来源（3）', '更新于 2026年2月13日'],
}

const briefing = fc.constantFrom('en', 'de', 'ar', 'zh').chain((language) => {
  const { words, blank, stop, colon } = WORDS[language] ?? { words: [], blank: '', stop: '', colon: '' }
  const some = (from: number, to: number) =>
    fc.array(fc.constantFrom(...words), { minLength: from, maxLength: to }).map((chosen) => chosen.join(blank))
  const sentence = some(8, 20).map((text) => text + stop)
  const paragraph = fc.array(sentence, { minLength: 1, maxLength: 4 }).map((sentences) => sentences.join(blank))
  const section = fc.record({
    heading: some(2, 8),
    paragraphs: fc
      .tuple(
        some(8, 14).map((text) => text + colon),
        fc.array(paragraph, { maxLength: 3 }),
      )
      .map(([first, more]) => [first, ...more]),
    bullets: fc.array(some(3, 12), { maxLength: 6 }),
  })
  return fc.record({
    language: fc.constant(language),
    topic: some(1, 3),
    headline: some(5, 9),
    kicker: fc.oneof(fc.constant(''), some(1, 4)),
    title: some(6, 10),
    standfirst: fc.array(sentence, { minLength: 2, maxLength: 5 }).map((sentences) => sentences.join(blank)),
    sections: fc.array(section, { minLength: 1, maxLength: 9 }),
    closing: fc.constant<string[]>(CLOSINGS[language] ?? []),
  })
})

test('a briefing printed in the plain layout is read back the same', () => {
  fc.assert(
    fc.property(
      briefing.filter(({ topic, headline, kicker, title }) => new Set([topic, headline, kicker, title]).size === 4),
      ({ language, closing, ...parts }) => {
        const { topic, ...rest } = parts
        const expected = { ...rest, topics: [topic], language, sourceCount: 3, updatedOn: '2026-02-13' }
        expect(readGood(printPlain({ ...parts, closing }))).toMatchObject<object>(expected)
      },
    ),
    { numRuns: 150 },
  )
})
