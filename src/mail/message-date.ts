import { HOUR, type Instant } from '../domain/instant.ts'

const STEP = 12 * HOUR
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/**
 * The Date of a delivery's message: the time it was due, so that a retry posts the same bytes; moved on in steps of twelve hours,
 * because a Date more than a day old is refused (Yahoo: "Date outside of range").
 */
export function messageDateOf(dueAt: Instant, now: Instant): Instant {
  return dueAt + Math.max(0, Math.floor((now - dueAt) / STEP)) * STEP
}

/** `Sun, 22 Nov 2026 07:00:00 +0000` (RFC 5322 §3.3). */
export function formatMessageDate(instant: Instant): string {
  const { dayOfWeek, day, month, year, hour, minute, second } = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO('UTC')
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${DAYS[dayOfWeek % 7] ?? ''}, ${two(day)} ${MONTHS[month - 1] ?? ''} ${year} ${two(hour)}:${two(minute)}:${two(second)} +0000`
}
