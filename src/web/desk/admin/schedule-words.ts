import type { Digest } from '../../../domain/digest.ts'
import { hourText } from '../../../domain/reader-hour.ts'
import { EVERY_DAY, hasWeekday, weekdaysText } from '../../../domain/weekdays.ts'
import type { Words } from '../../../render/word-folder.ts'

/** When a digest goes out, in a sentence: `Every Monday and Friday at 06:00, Europe/London`. */
export function scheduleWords({ release, schedule }: Pick<Digest, 'release' | 'schedule'>, words: Words): string {
  if (release !== 'fixed') return words.say(`digests.words-${release}`)
  const { minute, zone, weekdays, recurrence } = schedule
  const values = { hour: hourText(minute), zone, days: daysWords(weekdays, words) }
  switch (recurrence?.kind) {
    case undefined:
    case 'weekly':
      return (recurrence?.every ?? 1) === 1
        ? words.say('digests.words-weekly', values)
        : words.say('digests.words-weeks', { ...values, count: recurrence?.every ?? 1 })
    case 'monthly-weekday':
      return words.say('digests.words-monthly', { ...values, rank: words.say(`digests.rank${recurrence.nth}`) })
    case 'monthly-date':
      return recurrence.day === 31
        ? words.say('digests.words-last', values)
        : words.say('digests.words-date', { ...values, day: recurrence.day })
  }
}

/** 5 January 2026 was a Monday. */
const MONDAY = Date.parse('2026-01-05T00:00:00Z')

/** The names of the days of a week, from Monday on. */
export function dayNames(language: string, weekday: 'long' | 'short'): string[] {
  const format = new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' })
  return Array.from({ length: 7 }, (_, day) => format.format(MONDAY + day * 86_400_000))
}

function daysWords(weekdays: number, words: Words): string {
  const group = weekdaysText(weekdays)
  if (weekdays === EVERY_DAY || group === 'weekdays' || group === 'weekend') return words.say(`digests.days-${group}`)
  const names = dayNames(words.language, 'long').filter((_, day) => hasWeekday(weekdays, day + 1))
  return new Intl.ListFormat(words.language, { type: 'conjunction' }).format(names)
}
