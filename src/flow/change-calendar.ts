import { deleteCalendarDates, insertCalendarDates } from '../store/calendars.ts'
import type { Store } from '../store/dialect.ts'

/** Adds dates on which the digests of a calendar are not cut, or takes them back. Says how many there were. */
export async function changeCalendar(
  { db }: Store,
  { calendar, dates, note }: { calendar: string; dates: string[]; note: string },
  what: 'add' | 'remove',
): Promise<number> {
  if (what === 'remove') return deleteCalendarDates(db, { calendar, dates })
  await insertCalendarDates(db, { calendar, dates, note })
  return dates.length
}
