import type { Command } from 'commander'
import type { App } from '../app.ts'
import { changeCalendar } from '../flow/change-calendar.ts'
import { listCalendarDates } from '../store/listings/calendars.ts'
import { columns, type Door } from './door.ts'
import { dateOption } from './release-options.ts'
import { COMMAND_LINE } from './command-line.ts'

export function addCalendarCommands(program: Command, door: Door): void {
  const calendar = program.command('calendar').description('dates on which digests are not cut, such as holidays')
  calendar
    .command('add')
    .argument('<name>', 'the calendar, as "digest add --calendar" names it')
    .argument('<date...>', 'such as 2026-12-25 2026-12-26', collectDates)
    .option('--note <text>', 'what the dates are', '')
    .description('leave dates out')
    .action((name: string, dates: string[], { note }: { note: string }) => door.withApp((app) => change(app, { name, dates, note }, 'add')))
  calendar
    .command('remove')
    .argument('<name>', 'the calendar')
    .argument('<date...>', 'dates that are left out no more', collectDates)
    .description('take dates back')
    .action((name: string, dates: string[]) => door.withApp((app) => change(app, { name, dates, note: '' }, 'remove')))
  calendar
    .command('list [name]')
    .description('the dates of a calendar, or of all')
    .action((name?: string) =>
      door.withApp(async (app) => {
        const dates = await listCalendarDates(app.store.db, name)
        door.answer(dates, columns([['calendar', 'date', 'note'], ...dates.map((one) => [one.calendar, one.date, one.note])]))
      }),
    )

  async function change(
    app: App,
    { name, dates, note }: { name: string; dates: string[]; note: string },
    what: 'add' | 'remove',
  ): Promise<void> {
    const count = await changeCalendar(app.store, { what, calendar: name, dates, note }, COMMAND_LINE, app.clock())
    const said =
      what === 'add' ? `${name} leaves out ${dates.join(', ')}.` : `${count} of these dates were in ${name}; they are left out no more.`
    door.answer({ calendar: name, dates, count }, [said])
  }
}

const collectDates = (text: string, before: string[] = []): string[] => [...before, dateOption(text)]
