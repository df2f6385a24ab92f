import type { Instant } from '../../../domain/instant.ts'

/** A month as the calendar shows it: `2026-03`, with its neighbours, from its first moment to the first of the next. */
export type ShownMonth = { month: string; before: string; after: string; from: Instant; until: Instant }

/** The month that an address asks for, else the one that it is now in a zone. */
export function readMonth(asked: unknown, now: Instant, zone: string): ShownMonth {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate()
  const first = monthOf(asked) ?? today.with({ day: 1 })
  const at = (date: Temporal.PlainDate): Instant => date.toZonedDateTime(zone).epochMilliseconds
  const name = (date: Temporal.PlainDate): string => date.toString().slice(0, 7)
  const next = first.add({ months: 1 })
  return { month: name(first), before: name(first.subtract({ months: 1 })), after: name(next), from: at(first), until: at(next) }
}

function monthOf(asked: unknown): Temporal.PlainDate | undefined {
  if (typeof asked !== 'string' || !/^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/.test(asked)) return undefined
  return Temporal.PlainDate.from(`${asked}-01`)
}

/** `weekdays`: what the days of the week are called, from Monday. */
type Shown<View> = { zone: string; now: Instant; weekdays: string[]; views: (View & { day: string })[] }

/** The weeks of a month from Monday to Sunday, each day with what stands on it. */
export function daysOf<View>({ month }: ShownMonth, { zone, now, weekdays, views }: Shown<View>) {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate().toString()
  const first = Temporal.PlainDate.from(`${month}-01`)
  const monday = first.subtract({ days: first.dayOfWeek - 1 })
  const byDay = Map.groupBy(views, ({ day }) => day)
  const weeks = Math.ceil((first.dayOfWeek - 1 + first.daysInMonth) / 7)
  return Array.from({ length: weeks }, (_, week) => ({
    days: Array.from({ length: 7 }, (__, day) => {
      const date = monday.add({ days: week * 7 + day })
      const entries = byDay.get(date.toString()) ?? []
      return {
        number: date.day,
        weekday: weekdays[day] ?? '',
        isOther: date.month !== first.month,
        isToday: date.toString() === today,
        entries,
        isEmpty: entries.length === 0,
      }
    }),
  }))
}
