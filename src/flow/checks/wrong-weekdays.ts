import { bareLanguage } from '../../domain/language.ts'
import { datesInText, type DateInText } from './dates-in-text.ts'
import type { CheckFinding } from './finding.ts'
import { lineAt, type TextToCheck } from './text-to-check.ts'

/** Days of the week that do not fall on the date beside them: "Monday, 13 February 2026", `2026年2月13日（星期一）`; that day was a Friday. */
export function wrongWeekdays({ content: { language }, passages }: TextToCheck): CheckFinding[] {
  const names = weekdayNames(language)
  return passages.flatMap((passage) =>
    datesInText(passage.text, language).flatMap((date): CheckFinding[] => {
      const beside = weekdayBeside(passage.text, date, names)
      const { dayOfWeek } = Temporal.PlainDate.from(date.date)
      if (!beside || beside.day === dayOfWeek) return []
      const values = { written: beside.word, right: nameOf(dayOfWeek, language) }
      return [
        { check: 'weekday-wrong', level: 'must', field: passage.field, line: lineAt(passage, date.start), found: date.written, values },
      ]
    }),
  )
}

type Beside = { word: string; day: number }

function weekdayBeside(text: string, { start, end }: DateInText, names: Map<string, number>): Beside | undefined {
  const before = /(?<word>\p{L}[\p{L}\p{M}]{1,20})\.?\s?[,，、(（]?\s?(?:the\s|on\s|le\s|den\s|dem\s|del?\s)?$/u.exec(
    text.slice(Math.max(0, start - 40), start),
  )
  const after = /^\s?[,，、(（]?\s?(?<word>\p{L}[\p{L}\p{M}]{1,20})/u.exec(text.slice(end, end + 40))
  return [before, after].map((match) => known(match?.groups?.['word'] ?? '', names)).find((beside) => beside !== undefined)
}

/** A word that is a weekday's name, or in scripts without blanks begins or ends with one. */
function known(word: string, names: Map<string, number>): Beside | undefined {
  const whole = names.get(word.toLowerCase())
  if (whole !== undefined) return { word, day: whole }
  if (!/[\u4E00-\u9FFF]/u.test(word)) return undefined
  const [name, day] = [...names].find(([one]) => /[\u4E00-\u9FFF]/u.test(one) && (word.startsWith(one) || word.endsWith(one))) ?? []
  return name === undefined || day === undefined ? undefined : { word: name, day }
}

// 5 January 2026 was a Monday.
const monday = Date.UTC(2026, 0, 5)
const dayAt = (day: number): number => monday + (day - 1) * 86_400_000
const nameOf = (day: number, language: string): string =>
  new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(dayAt(day))

function weekdayNames(language: string): Map<string, number> {
  const days = [1, 2, 3, 4, 5, 6, 7]
  const styles = ['long', 'short'] as const
  const names = [...new Set([language, 'en'])].flatMap((locale) =>
    styles.flatMap((weekday) => {
      const format = new Intl.DateTimeFormat(locale, { weekday, timeZone: 'UTC' })
      return days.map((day) => [format.format(dayAt(day)).toLowerCase().replace(/\.$/, ''), day] as const)
    }),
  )
  const chinese = bareLanguage(language) === 'zh' ? days.flatMap((day) => chineseNames(day)) : []
  return new Map([...names, ...chinese])
}

const chineseNames = (day: number): (readonly [string, number])[] =>
  [...(day === 7 ? '日天' : ('一二三四五六'[day - 1] ?? ''))].flatMap((sign) =>
    ['星期', '周', '週', '礼拜', '禮拜'].map((word) => [word + sign, day] as const),
  )
