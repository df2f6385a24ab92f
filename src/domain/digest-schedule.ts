import { DAY, type Instant } from './instant.ts'
import { hoursOn } from './reader-hour.ts'
import { hasWeekday, type Weekdays } from './weekdays.ts'

/** When a digest's issues are cut: at a minute of the local day from 0 to 1439, in an IANA zone, on chosen weekdays of its weeks or months. */
export type DigestSchedule = {
  zone: string
  minute: number
  weekdays: Weekdays
  /** Every week, when left out. */
  recurrence?: Recurrence
  /** Local dates, `2026-12-25`, on which nothing is cut. */
  leftOut?: readonly string[]
}

/**
 * Which of the days are those of the digest.
 *
 *     weekly, every 2, since 2026-11-23         the chosen weekdays of that Monday's week, and of every second week before and after
 *     monthly-weekday, nth -1, Monday to Friday the last working day of the month; nth 1 with Monday alone: its first Monday
 *     monthly-date, day 31                      the last day of every month; 30: the 28th or 29th in February
 */
export type Recurrence =
  | { kind: 'weekly'; every: number; since?: string }
  | { kind: 'monthly-weekday'; nth: 1 | 2 | 3 | 4 | 5 | -1 }
  | { kind: 'monthly-date'; day: number }

/** The first cut later than an instant; undefined when none comes within twenty years. */
export const nextCut = (schedule: DigestSchedule, after: Instant): Instant | undefined => nextCuts(schedule, after, 1)[0]

/** The next so many cuts later than an instant. */
export function nextCuts(schedule: DigestSchedule, after: Instant, count: number): Instant[] {
  const cuts: Instant[] = []
  for (const at of cutsAround(schedule, { instant: after, step: 1, days: FARTHEST })) {
    if (cuts.length >= count) break
    if (at > after) cuts.push(at)
  }
  return cuts
}

/** The cuts later than `after`, up to and including `until`, earliest first: of very many the newest 1,000. */
export function cutsBetween(schedule: DigestSchedule, after: Instant, until: Instant): Instant[] {
  const cuts: Instant[] = []
  const days = Math.ceil((until - after) / DAY) + 2
  for (const at of cutsAround(schedule, { instant: until, step: -1, days })) {
    if (at <= after || cuts.length === MOST) break
    if (at <= until) cuts.push(at)
  }
  return cuts.reverse()
}

/** Whether a local date is one of the schedule's. */
export function isCutDate({ weekdays, recurrence = EVERY_WEEK, leftOut = [] }: DigestSchedule, date: Temporal.PlainDate): boolean {
  return isInTurn(recurrence, weekdays, date) && !leftOut.includes(date.toString())
}

const MOST = 1000
const FARTHEST = 20 * 366
const EVERY_WEEK: Recurrence = { kind: 'weekly', every: 1 }

// So many days at most: dates that never come, because a calendar leaves all of them out, must not be looked for for ever.
const cutsAround = (schedule: DigestSchedule, around: { instant: Instant; step: 1 | -1; days: number }): Iterable<Instant> =>
  hoursOn(schedule, around, (date) => isCutDate(schedule, date))

function isInTurn(recurrence: Recurrence, weekdays: Weekdays, date: Temporal.PlainDate): boolean {
  switch (recurrence.kind) {
    case 'weekly':
      return hasWeekday(weekdays, date.dayOfWeek) && isInWeek(recurrence, date)
    case 'monthly-weekday':
      return hasWeekday(weekdays, date.dayOfWeek) && rankOf(date, weekdays, recurrence.nth) === Math.abs(recurrence.nth)
    case 'monthly-date':
      return date.day === Math.min(recurrence.day, date.daysInMonth)
  }
}

function isInWeek({ every, since }: { every: number; since?: string }, date: Temporal.PlainDate): boolean {
  if (every === 1) return true
  const weeks = mondayOf(Temporal.PlainDate.from(since ?? FIRST_MONDAY)).until(mondayOf(date), { largestUnit: 'weeks' }).weeks
  return weeks % every === 0
}

// A Monday from which weeks are counted where nothing else is said.
const FIRST_MONDAY = '2024-01-01'

const mondayOf = (date: Temporal.PlainDate): Temporal.PlainDate => date.subtract({ days: date.dayOfWeek - 1 })

/** Which of the chosen weekdays of its month a date is, counted from the first, or backwards from the last. */
function rankOf(date: Temporal.PlainDate, weekdays: Weekdays, nth: number): number {
  const days = nth > 0 ? date.day : date.daysInMonth - date.day + 1
  const one = nth > 0 ? -1 : 1
  return Array.from({ length: days }, (_, back) => date.add({ days: back * one })).filter((day) => hasWeekday(weekdays, day.dayOfWeek))
    .length
}
