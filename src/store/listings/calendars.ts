import * as calendars from '../calendars.ts'
import type { CalendarDate } from '../calendars.ts'
import type { Db } from '../dialect.ts'

export const listCalendarDates = (db: Db, calendar?: string): Promise<CalendarDate[]> => calendars.listCalendarDates(db, calendar)
