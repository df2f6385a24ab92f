import { Option, type Command } from 'commander'
import { nextCuts } from '../domain/digest-schedule.ts'
import { nextHours } from '../domain/reader-hour.ts'
import { EVERY_DAY } from '../domain/weekdays.ts'
import { skipDate } from '../flow/issues/skip-issue.ts'
import { listDigests } from '../store/listings/digests.ts'
import { COMMAND_LINE } from './command-line.ts'
import { timeText, type Door } from './door.ts'
import { daysOption, hourOption, parseInstant, wholeNumberOption, zoneOption } from './options.ts'

type Next = { hour: number; zone: string; days: number; after?: number; count: number }

export function addScheduleCommands(program: Command, door: Door): void {
  const schedule = program.command('schedule').description('when an hour comes round')
  schedule
    .command('next')
    .description('the next times of a local hour, at or after an instant; once a day, also when the clocks change')
    .requiredOption('--hour <time>', 'time of day, such as 07:00', hourOption)
    .requiredOption('--zone <zone>', 'IANA time zone, such as Africa/Cairo', zoneOption)
    .addOption(new Option('--days <weekdays>', 'only on these days').argParser(daysOption).default(EVERY_DAY, 'daily'))
    .option('--after <instant>', 'from when on (now)', parseInstant)
    .option('--count <number>', 'how many', wholeNumberOption(1, 1000), 10)
    .action(({ hour, zone, days, after, count }: Next) => {
      const times = nextHours({ zone, minute: hour, weekdays: days }, after ?? door.now(), count).map(timeText)
      door.answer(times, times)
    })
  schedule
    .command('dates <digest>')
    .description('the next dates on which a digest is cut')
    .option('--after <instant>', 'from when on (now)', parseInstant)
    .option('--count <number>', 'how many', wholeNumberOption(1, 1000), 10)
    .action((slug: string, { after, count }: { after?: number; count: number }) =>
      door.withApp(async (app) => {
        const digest = (await listDigests(app.store.db, { search: slug })).find((one) => one.slug === slug)
        if (!digest) return door.fail(`There is no digest "${slug}". "digest list" shows those that there are.`)
        if (digest.release !== 'fixed')
          return door.fail(`${slug} is ${digest.release}: it has no dates of its own. "schedule next" shows when a reader’s hour comes.`)
        const times = nextCuts(digest.schedule, after ?? door.now(), count).map(timeText)
        door.answer(times, times)
      }),
    )
  for (const verb of ['skip', 'take'] as const)
    schedule
      .command(verb)
      .argument('<digest>', 'its slug')
      .argument('<date>', 'a local date of it, such as 2026-12-24')
      .description(
        verb === 'skip' ? 'leave one coming date out; what would have come then comes on the next' : 'take a skipped date in again',
      )
      .action((digest: string, date: string) =>
        door.withApp(async (app) => {
          const done = await skipDate(app.store, { digest, date, isSkipped: verb === 'skip' }, COMMAND_LINE, app.clock())
          if (done.ok) return door.answer(done, [`${digest} ${verb === 'skip' ? 'leaves out' : 'has again'} ${date}.`])
          door.fail(
            done.reason === 'no-such-digest'
              ? `There is no digest "${digest}". "digest list" shows those that there are.`
              : `${date} is no ${verb === 'skip' ? 'coming' : 'skipped'} date of ${digest}. "schedule dates ${digest}" shows those to come.`,
          )
        }),
      )
}
