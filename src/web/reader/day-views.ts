import type { Language } from '../../domain/briefing.ts'
import type { Words } from '../../render/words.ts'

/** The days of a week as forms name them, in their order. */
export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** The boxes by which a reader chooses days. */
export function dayViews(chosen: string[], words: Words) {
  const names = dayNames(words.language, 'short')
  return DAYS.map((day, index) => ({ day, name: names[index] ?? day, isChosen: chosen.includes(day) }))
}

// 5 January 2026 was a Monday.
export function dayNames(language: Language, weekday: 'short' | 'long'): string[] {
  const names = new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' })
  return DAYS.map((_, index) => names.format(Date.UTC(2026, 0, 5 + index)))
}
