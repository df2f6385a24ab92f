import type { Instant } from '../../domain/instant.ts'

/** A month of the archive, half open, by UTC. */
export type Month = { key: string; from: Instant; until: Instant }

/** `2026-03`; undefined for what is no month of the calendar. */
export function parseMonth(text: string): Month | undefined {
  if (!/^(19|20)\d\d-(0[1-9]|1[0-2])$/.test(text)) return undefined
  return monthOf(Temporal.PlainYearMonth.from(text))
}

/** All months that two instants touch, the newest first. */
export function monthsBetween(first: Instant, last: Instant): Month[] {
  const months: Month[] = []
  const start = yearMonthAt(first)
  for (let each = yearMonthAt(last); Temporal.PlainYearMonth.compare(each, start) >= 0; each = each.subtract({ months: 1 }))
    months.push(monthOf(each))
  return months
}

const yearMonthAt = (at: Instant): Temporal.PlainYearMonth =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC').toPlainDate().toPlainYearMonth()

const monthOf = (month: Temporal.PlainYearMonth): Month => ({
  key: month.toString(),
  from: startOf(month),
  until: startOf(month.add({ months: 1 })),
})

const startOf = (month: Temporal.PlainYearMonth): Instant => month.toPlainDate({ day: 1 }).toZonedDateTime('UTC').epochMilliseconds
