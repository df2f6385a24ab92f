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
  if (typeof date === 'string') return [{ message: date, where: 'Date' }]
  if (now === undefined || Math.abs(now - date) <= DAY) return []
  const hours = Math.round(Math.abs(now - date) / HOUR)
  return [{ message: `The Date lies ${hours} hours from now; Yahoo refuses more than a day. Build the message again.`, where: 'Date' }]
}

/** The instant of a Date field, or what is wrong with it. */
function readDate(value: string): Instant | string {
  const [, weekday = '', day, monthName = '', year, hour, minute, second, zoneHours = '', zoneMinutes = ''] = FORM.exec(value) ?? []
  const month = MONTHS.indexOf(monthName) + 1
  if (day === undefined || month === 0 || !DAYS.includes(weekday))
    return `The Date "${value.slice(0, 60)}" is not of the form "Sun, 22 Nov 2026 07:00:00 +0000".`
  try {
    const fields = { year: Number(year), month, day: Number(day), hour: Number(hour), minute: Number(minute), second: Number(second) }
    const local = Temporal.PlainDateTime.from(fields, { overflow: 'reject' })
    if (DAYS[local.dayOfWeek - 1] !== weekday) return `The Date says ${weekday}, but that day is a ${DAYS[local.dayOfWeek - 1] ?? ''}.`
    return local.toZonedDateTime(`${zoneHours}:${zoneMinutes}`).epochMilliseconds
  } catch {
    return `The Date "${value}" does not exist: check day, time and zone.`
  }
}
