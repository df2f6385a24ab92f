import { HOUR, type Instant } from '../domain/instant.ts'

const STEP = 12 * HOUR

/**
 * The Date of a delivery's message: the time it was due, so that a retry posts the same bytes; moved on in steps of twelve hours,
 * because a Date more than a day old is refused (Yahoo: "Date outside of range").
 */
export function messageDateOf(dueAt: Instant, now: Instant): Instant {
  return dueAt + Math.max(0, Math.floor((now - dueAt) / STEP)) * STEP
}

/** `Sun, 22 Nov 2026 07:00:00 +0000` (RFC 5322 §3.3). */
export const formatMessageDate = (instant: Instant): string => new Date(instant).toUTCString().replace('GMT', '+0000')
