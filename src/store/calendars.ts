import type { Db } from './dialect.ts'

export type CalendarDate = { calendar: string; date: string; note: string }

/** The dates that digests of a calendar leave out, in their order; of all calendars when none is named. */
export async function listCalendarDates(db: Db, calendar?: string): Promise<CalendarDate[]> {
  let query = db.selectFrom('calendar_dates').selectAll()
  if (calendar !== undefined) query = query.where('calendar', '=', calendar)
  return query.orderBy('calendar').orderBy('date').execute()
}

export async function hasCalendar(db: Db, calendar: string): Promise<boolean> {
  return (await db.selectFrom('calendar_dates').select('date').where('calendar', '=', calendar).limit(1).executeTakeFirst()) !== undefined
}

/** A date that is there already gets the new note. */
export async function insertCalendarDates(
  db: Db,
  { calendar, dates, note }: { calendar: string; dates: string[]; note: string },
): Promise<void> {
  await db
    .insertInto('calendar_dates')
    .values(dates.map((date) => ({ calendar, date, note })))
    .onConflict((conflict) => conflict.columns(['calendar', 'date']).doUpdateSet({ note }))
    .execute()
}

/** How many of the dates were there. */
export async function deleteCalendarDates(db: Db, { calendar, dates }: { calendar: string; dates: string[] }): Promise<number> {
  const result = await db.deleteFrom('calendar_dates').where('calendar', '=', calendar).where('date', 'in', dates).executeTakeFirst()
  return Number(result.numDeletedRows)
}
