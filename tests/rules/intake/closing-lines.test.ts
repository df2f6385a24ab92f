import { describe, expect, test } from 'vitest'
import { containing } from './containing.ts'
import { problemsOf, readGood } from './read-text.ts'

const withClosing = (closing: string): string => `Science

A comet returns

A comet returns

Astronomy

The comet that Rosa saw is back

Rosa in São Paulo was the first to see it on Tuesday night. Astronomers expect it to stay visible until the end of the month.


Where to look

Face west after sunset, the astronomers say. In 2026, the comet is visible for 17 days.

${closing}`

describe('the line that says how many sources there are', () => {
  test.each([
    ['Sources (3)', 3],
    ['SOURCES (3)', 3],
    ['Source (1)', 1],
    ['Sources (0)', 0],
    ['Sources (12)', 12],
    ['Sources (1,234)', 1234],
    ['Sources: 3', 3],
    ['3 sources', 3],
    ['1 source', 1],
    ['来源（3）', 3],
    ['来源（１２）', 12],
    ['資料來源 (3)', 3],
    ['信源：３', 3],
    ['共3个来源', 3],
    ['情報源（4）', 4],
    ['출처 (5)', 5],
    ['المصادر (3)', 3],
    ['المصادر (٣)', 3],
    ['منابع (۳)', 3],
    ['מקורות (3)', 3],
    ['Quellen (3)', 3],
    ['Fuentes (3)', 3],
    ['Źródła (3)', 3],
    ['Источники (3)', 3],
    ['Πηγές (3)', 3],
    ['Nguồn (3)', 3],
    ['แหล่งที่มา (3)', 3],
    ['Chanzo cha habari (3)', 3],
  ])('%s', (line, count) => {
    for (const closing of [
      line,
      `${line}\nUpdated Feb 13, 2026`,
      `Updated Feb 13, 2026\n${line}`,
      `${line}\n\n\nUpdated Feb 13, 2026\n\n`,
    ]) {
      const briefing = readGood(withClosing(closing))
      expect(briefing).toMatchObject({ sourceCount: count, sources: [], ...(closing !== line && { updatedOn: '2026-02-13' }) })
      expect(briefing.sections).toHaveLength(1)
      expect(briefing.sections[0]?.paragraphs).toHaveLength(1)
    }
  })

  test.each([
    'The vote was close (51)',
    'Sources',
    'Sources say that 3 people came.',
    'Source: Ministry of Health (2025)',
    'Risks (3) of 2026 that last 10 days',
    'Sources (3, 4)',
    'Sources (three)',
  ])('"%s" is none', (line) => {
    const problems = problemsOf(withClosing(`${line}\n\nMore text follows here.`))
    expect(problems).toMatchObject([{ message: containing('Expected the number of sources') }])
  })
})

test.each(['Sources (3) Updated Feb 13, 2026', 'Sources (3) · Updated Feb 13, 2026', '来源（3）｜更新于 2026年2月13日'])(
  'both on one line: %s',
  (line) => {
    expect(readGood(withClosing(line))).toMatchObject({ sourceCount: 3, updatedOn: '2026-02-13' })
  },
)

describe('the line that says when it was updated', () => {
  test.each([
    'Updated Feb 13, 2026',
    'Updated February 13th, 2026, 10:30 AM',
    'Last updated: Friday, 13 February 2026',
    'Feb 13, 2026',
    '2026-02-13',
    'Updated 2026-02-13T23:30:00Z',
    '更新于 2026年2月13日',
    '更新于：２０２６年２月１３日 10:30',
    '更新時間：2026/02/13',
    '最終更新：令和8年2月13日',
    '2026년 2월 13일 업데이트',
    'Aktualisiert am 13. Februar 2026',
    'Mis à jour le 13 févr. 2026',
    'Actualizado el 13 de febrero de 2026',
    'Atualizado em 13 de fev. de 2026',
    'Обновлено 13 февраля 2026 г.',
    'آخر تحديث: 13 فبراير 2026',
    'آخر تحديث: ١٣ شباط ٢٠٢٦',
    'به‌روزرسانی: ۲۴ بهمن ۱۴۰۴',
    'עודכן ב-13 בפברואר 2026',
    'Güncellendi: 13 Şubat 2026',
    'अद्यतन 13 फ़रवरी 2026',
    'อัปเดต 13 ก.พ. 2569',
    'Cập nhật 13 tháng 2, 2026',
  ])('%s', (line) => {
    expect(readGood(withClosing(`Sources (3)\n${line}`)).updatedOn).toBe('2026-02-13')
  })

  test.each([
    'Updated Feb 30, 2026',
    '更新于 2026年2月30日',
    'Updated 2026-13-02',
    'Aktualisiert 31.04.2026',
    'تم التحديث في ٣٠ فبراير ٢٠٢٦',
  ])('%s does not exist', (line) => {
    expect(problemsOf(withClosing(`Sources (3)\n${line}`))).toEqual([
      { line: 19, message: containing(`The date in "${line}" does not exist.`) },
    ])
  })

  test('a date that can be read in two ways is not guessed', () => {
    expect(problemsOf(withClosing('Sources (3)\nUpdated 03/02/2026'))).toEqual([
      { line: 19, message: containing('can be read in two ways') },
    ])
  })

  test('a year in the last sentence of the text is no date of the file', () => {
    const briefing = readGood(withClosing('Sources (3)'))
    expect(briefing.updatedOn).toBeUndefined()
    expect(briefing.sections[0]?.paragraphs[0]).toContain('In 2026, the comet is visible for 17 days.')
  })
})

describe('sources that are listed', () => {
  test('stand between the two lines, with or without bullet, number and address', () => {
    const listed =
      '  • Reuters https://www.reuters.com/a?b=1\n2. AP (https://apnews.com/story_(1))\nhttps://www.bbc.co.uk/news\n- Folha de S.Paulo'
    expect(readGood(withClosing(`Sources (5)\n${listed}\nUpdated Feb 13, 2026`))).toMatchObject({
      sourceCount: 5,
      sources: [
        { title: 'Reuters', url: 'https://www.reuters.com/a?b=1' },
        { title: 'AP', url: 'https://apnews.com/story_(1)' },
        { title: 'bbc.co.uk', url: 'https://www.bbc.co.uk/news' },
        { title: 'Folha de S.Paulo' },
      ],
    })
  })

  test('may stand below both', () => {
    expect(readGood(withClosing('Sources (2)\nUpdated Feb 13, 2026\n\nReuters\nAP'))).toMatchObject({
      sources: [{ title: 'Reuters' }, { title: 'AP' }],
      updatedOn: '2026-02-13',
    })
  })

  test('are counted where no number is given', () => {
    expect(readGood(withClosing('Sources\n• Reuters\n• AP'))).toMatchObject({ sourceCount: 2 })
  })

  test('must have addresses that may be linked', () => {
    expect(problemsOf(withClosing('Sources (1)\n• Reuters https://rosa:secret@example.org/\nUpdated Feb 13, 2026'))).toEqual([
      { line: 19, message: 'The address must not hold a user name or password.' },
    ])
  })
})
