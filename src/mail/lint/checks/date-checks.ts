import { saying, type Saying } from '../../../domain/saying.ts'
import { DAY, HOUR, type Instant } from '../../../domain/instant.ts'
import type { Check, Fault } from '../check.ts'
import type { LintContext } from '../lint-context.ts'
import { valueOf, type Message } from '../message/read-message.ts'

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

// RFC 5322 §3.3 without the obsolete forms: English names, four digits of the year, seconds, a zone in numbers.
const FORM = /^([A-Z][a-z]{2}), (\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) ([+-]\d{2})(\d{2})$/

export const dateChecks: Check[] = [{ id: 'A4', level: 'must', look: dateFaults }]

function dateFaults(message: Message, { now }: LintContext): Fault[] {
  const value = valueOf(message, 'Date')
  if (value === undefined) return []
  const date = readDate(value)
  if (typeof date !== 'number') return [{ message: date, where: 'Date' }]
  if (now === undefined || Math.abs(now - date) <= DAY) return []
  const hours = Math.round(Math.abs(now - date) / HOUR)
  return [{ message: saying('lint.date-far', { hours }), where: 'Date' }]
}

/** The instant of a Date field, or what is wrong with it. */
function readDate(value: string): Instant | Saying {
  const [, weekday = '', day, monthName = '', year, hour, minute, second, zoneHours = '', zoneMinutes = ''] = FORM.exec(value) ?? []
  const month = MONTHS.indexOf(monthName) + 1
  if (day === undefined || month === 0 || !DAYS.includes(weekday)) return saying('lint.date-form', { date: value.slice(0, 60) })
  try {
    const fields = { year: Number(year), month, day: Number(day), hour: Number(hour), minute: Number(minute), second: Number(second) }
    const local = Temporal.PlainDateTime.from(fields, { overflow: 'reject' })
    if (DAYS[local.dayOfWeek - 1] !== weekday)
      return saying('lint.date-weekday', { written: weekday, right: DAYS[local.dayOfWeek - 1] ?? '' })
    return local.toZonedDateTime(`${zoneHours}:${zoneMinutes}`).epochMilliseconds
  } catch {
    return saying('lint.date-unreal', { date: value })
  }
}
