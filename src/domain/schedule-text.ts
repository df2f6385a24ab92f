import type { DigestSchedule } from './digest-schedule.ts'
import { hourText } from './reader-hour.ts'
import { weekdaysText } from './weekdays.ts'

/** `daily 06:00 Europe/London`, `mon 06:00 UTC, every 2 weeks`, `the last of weekdays in a month, 06:00 UTC`. */
export function scheduleText({ zone, minute, weekdays, recurrence }: DigestSchedule): string {
  const hour = `${hourText(minute)} ${zone}`
  switch (recurrence?.kind) {
    case undefined:
    case 'weekly':
      return `${weekdaysText(weekdays)} ${hour}${recurrence && recurrence.every > 1 ? `, every ${recurrence.every} weeks` : ''}`
    case 'monthly-weekday':
      return `the ${NAMES[recurrence.nth]} of ${weekdaysText(weekdays)} in a month, ${hour}`
    case 'monthly-date':
      return recurrence.day === 31 ? `the last day of a month, ${hour}` : `day ${recurrence.day} of a month, ${hour}`
  }
}

const NAMES = { 1: 'first', 2: 'second', 3: 'third', 4: 'fourth', 5: 'fifth', [-1]: 'last' }
