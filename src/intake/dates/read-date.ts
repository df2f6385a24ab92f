import { saying, type Saying } from '../../domain/saying.ts'
import { asciiDigits } from './ascii-digits.ts'
import { comparable, findMonth, namesIn } from './month-names.ts'

/** `YYYY-MM-DD` of the ISO calendar, or why there is none. */
export type ReadDate = { ok: true; date: string } | { ok: false; reason: 'none' | 'impossible' | 'ambiguous' }

/**
 * A calendar date as people write it, in the order and the words of their language, perhaps among other words and with a time of day:
 * `Updated Feb 13, 2026`, `更新于 2026年2月13日`, `13. Februar 2026`, `١٣ فبراير ٢٠٢٦`, `۲۴ بهمن ۱۴۰۴`, `13 ก.พ. 2569`, `2026-02-13T07:00Z`.
 * `03/02/2026` is ambiguous in English. `language` (BCP 47) decides where languages differ.
 */
export function readDate(written: string, language: string): ReadDate {
  const text = withoutTime(asciiDigits(comparable(written))).replace(/令和\s*(\d+)\s*年/u, (_, year) => `${Number(year) + 2018}年`)
  return (
    yearFirst(text, language) ??
    withSeparators(text, language) ??
    withMonthName(text, language) ??
    threeNumbers(text) ?? { ok: false, reason: 'none' }
  )
}

const TIME = /t?(?<!\d)\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?z?|\d{1,2}\s?[时時點点시]\s?(\d{1,2}\s?[分분])?/gu

const withoutTime = (text: string): string => text.replaceAll(TIME, ' ')

function yearFirst(text: string, language: string): ReadDate | undefined {
  const match = /(?<!\d)(\d{4})\s?[-/.\p{Pd}年년]\s?(\d{1,2})\s?[-/.\p{Pd}月월]\s?(\d{1,2})(?!\d)/u.exec(text)
  if (!match) return undefined
  const [year, month, day] = match.slice(1).map(Number)
  return dateOf({ year, month, day, calendar: calendarOfNumbers(Number(year), language) })
}

function withSeparators(text: string, language: string): ReadDate | undefined {
  const match = /(?<!\d)(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)/.exec(text)
  if (!match) return undefined
  const [first, second, year] = [match[1], match[3], match[4]].map(Number) as [number, number, number]
  const monthFirst = match[2] !== '.' && second > 12
  const unclear = match[2] !== '.' && language.startsWith('en') && first !== second && first <= 12 && second <= 12
  if (unclear) return { ok: false, reason: 'ambiguous' }
  const calendar = calendarOfNumbers(year, language)
  return monthFirst ? dateOf({ year, month: first, day: second, calendar }) : dateOf({ year, month: second, day: first, calendar })
}

function withMonthName(text: string, language: string): ReadDate | undefined {
  const found = findMonth(namesIn(text), language)
  if (!found) return undefined
  const numbers = text.match(/\d+/g) ?? []
  const year = numbers.find((number) => number.length === 4)
  const day = nearest(text, numbers)
  if (year === undefined || day === undefined) return undefined
  return dateOf({ year: Number(year), month: found.month, day: Number(day), calendar: found.calendar })
}

// In "Issue 7, Feb 13, 2026" the day is the last small number before the year, in "2026 m. vasario 13 d." the first one after it.
function nearest(text: string, numbers: string[]): string | undefined {
  const small = (candidates: string[]) => candidates.filter((number) => number.length <= 2)
  const yearAt = numbers.findIndex((number) => number.length === 4)
  return small(numbers.slice(0, yearAt)).at(-1) ?? small(numbers.slice(yearAt + 1))[0]
}

/** `13 tháng 2, 2026`, `2026 оны 2 сарын 13`. */
function threeNumbers(text: string): ReadDate | undefined {
  const [first, second, third, more] = (text.match(/\d+/g) ?? []).map(Number)
  if (first === undefined || second === undefined || third === undefined || more !== undefined || !/\p{L}/u.test(text)) return undefined
  if (first > 999) return dateOf({ year: first, month: second, day: third, calendar: 'iso8601' })
  return third > 999 ? dateOf({ year: third, month: second, day: first, calendar: 'iso8601' }) : undefined
}

const calendarOfNumbers = (year: number, language: string): string => (year < 1500 && language.startsWith('fa') ? 'persian' : 'iso8601')

type Fields = { year: number | undefined; month: number | undefined; day: number | undefined; calendar: string }

function dateOf({ year = 0, month = 0, day = 0, calendar }: Fields): ReadDate {
  try {
    // Thai years count from 543 BC.
    const counted = year > 2400 && year < 2700 ? year - 543 : year
    const fields = { year: counted, month, day, calendar: calendar === 'gregory' ? 'iso8601' : calendar }
    const date = Temporal.PlainDate.from(fields, { overflow: 'reject' }).withCalendar('iso8601')
    return date.year >= 1900 && date.year < 2200 ? { ok: true, date: date.toString() } : { ok: false, reason: 'impossible' }
  } catch {
    return { ok: false, reason: 'impossible' }
  }
}

/** What to tell the author of a date that could not be read. */
export function explainDate(written: string, reason: 'none' | 'impossible' | 'ambiguous'): Saying {
  const quoted = `"${written.slice(0, 80)}"`
  switch (reason) {
    case 'none':
      return saying('reading.no-date', { text: quoted })
    case 'impossible':
      return saying('reading.date-unreal', { text: quoted })
    case 'ambiguous':
      return saying('reading.date-ambiguous', { text: quoted })
  }
}
