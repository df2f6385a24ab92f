import { describe, expect, test } from 'vitest'
import { readDate } from '../../../src/intake/dates/read-date.ts'
import { readInstant } from '../../../src/intake/dates/read-instant.ts'

const LANGUAGES =
  'en de fr es pt it nl ar ar-SY zh zh-Hant ja ko ru uk bg sr hr cs pl hu ro el tr fa ur he hi bn ta te th vi id sw fi sv da nb lt lv et ca eu hy ka am'.split(
    ' ',
  )

test.each(LANGUAGES)('every day that Intl prints in "%s" is read back', (language) => {
  for (const dateStyle of ['full', 'long', 'medium'] as const) {
    const format = new Intl.DateTimeFormat(language, { dateStyle, timeZone: 'UTC' })
    for (let month = 0; month < 12; month++) {
      const day = new Date(Date.UTC(2026, month, 28 - month))
      expect(readDate(format.format(day), language)).toEqual({ ok: true, date: day.toISOString().slice(0, 10) })
    }
  }
})

describe('where languages differ', () => {
  test('the same name is October in Croatia and November in Poland', () => {
    expect(readDate('13. listopad 2026.', 'hr')).toEqual({ ok: true, date: '2026-10-13' })
    expect(readDate('13 listopad 2026', 'pl')).toEqual({ ok: true, date: '2026-11-13' })
  })

  test('03/02/2026 is February in French and unclear in English, 13/02/2026 is clear to all', () => {
    expect(readDate('03/02/2026', 'fr')).toEqual({ ok: true, date: '2026-02-03' })
    expect(readDate('03/02/2026', 'en-GB')).toEqual({ ok: false, reason: 'ambiguous' })
    expect(readDate('13/02/2026', 'en')).toEqual({ ok: true, date: '2026-02-13' })
    expect(readDate('02/13/2026', 'en')).toEqual({ ok: true, date: '2026-02-13' })
    expect(readDate('3/3/2026', 'en')).toEqual({ ok: true, date: '2026-03-03' })
  })

  test('a date in another language than the text is read too', () => {
    expect(readDate('Stand: 13. Februar 2026', 'en')).toEqual({ ok: true, date: '2026-02-13' })
    expect(readDate('Updated Feb 13, 2026', 'zh')).toEqual({ ok: true, date: '2026-02-13' })
  })

  test('Persian, Islamic and Thai years are counted from their own beginnings', () => {
    expect(readDate('۱۴۰۴/۱۱/۲۴', 'fa')).toEqual({ ok: true, date: '2026-02-13' })
    expect(readDate('٢٥ شعبان ١٤٤٧', 'ar')).toEqual({ ok: true, date: '2026-02-13' })
    expect(readDate('13 กุมภาพันธ์ 2569', 'th')).toEqual({ ok: true, date: '2026-02-13' })
  })
})

test.each(['Feb 29, 2023', '2026-02-30', '2026年13月1日', '32 mars 2026', 'Feb 13, 0026', '2026-00-10', 'Feb 0, 2026'])(
  '%s does not exist',
  (text) => {
    expect(readDate(text, 'en')).toEqual({ ok: false, reason: 'impossible' })
  },
)

test.each(['', 'yesterday', 'February 2026', 'Feb 13', '13', '13 Foo 2026', '999999999999999999999999 Feb 1'])(
  '"%s" is no date',
  (text) => {
    expect(readDate(text, 'en')).toEqual({ ok: false, reason: 'none' })
  },
)

describe('points in time', () => {
  const seven = Date.parse('2026-02-12T22:00:00Z')

  test.each(['2026-02-13T07:00:00+09:00', '2026-02-13 07:00 +0900', '2026-02-12t22:00:00z', '2026-02-13T07:00+09:00[Asia/Tokyo]'])(
    '%s',
    (text) => {
      expect(readInstant(text, 'en')).toEqual({ ok: true, at: seven })
    },
  )

  test('a date alone is its midnight in UTC', () => {
    expect(readInstant('2026-02-13', 'en')).toEqual({ ok: true, at: Date.parse('2026-02-13T00:00:00Z') })
    expect(readInstant('13 février 2026', 'fr')).toEqual({ ok: true, at: Date.parse('2026-02-13T00:00:00Z') })
  })

  test('a time without a zone is refused', () => {
    expect(readInstant('2026-02-13T07:00:00', 'en')).toEqual({ ok: false, reason: 'no-zone' })
  })

  test.each(['2026-02-30T07:00:00Z', '2026-02-13T24:30:00Z', '2026-02-13T07:00+99:00', '0001-01-01T00:00:00Z'])(
    '%s does not exist',
    (text) => {
      expect(readInstant(text, 'en')).toEqual({ ok: false, reason: 'impossible' })
    },
  )
})
