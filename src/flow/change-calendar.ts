import { deleteCalendarDates, insertCalendarDates } from '../store/calendars.ts'
import type { Instant } from '../domain/instant.ts'
import { writeDeed, type Actor } from '../store/audit.ts'
import type { Store } from '../store/dialect.ts'

/** Adds dates on which the digests of a calendar are not cut, or takes them back. Says how many there were. */
export function changeCalendar(
  { db }: Store,
  { what, calendar, dates, note }: { what: 'add' | 'remove'; calendar: string; dates: string[]; note: string },
  by: Actor,
  now: Instant,
): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await writeDeed(tx, by, { action: `calendar.${what}`, subject: `calendar:${calendar}`, after: dates }, now)
    if (what === 'remove') return deleteCalendarDates(tx, { calendar, dates })
    await insertCalendarDates(tx, { calendar, dates, note })
    return dates.length
  })
}
