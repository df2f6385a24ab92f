import { InvalidArgumentError, type Command } from 'commander'
import { confirmInstallation } from '../flow/confirm-installation.ts'
import { chooseMostMails } from '../flow/choose-most-mails.ts'
import { lookAtStanding, placeOf } from '../flow/stand-up.ts'
import { listInstances } from '../store/listings/instances.ts'
import { COMMAND_LINE } from './command-line.ts'
import { columns, timeText, type Door } from './door.ts'
import { parseInstant } from './options.ts'

const HELD = {
  elsewhere: 'Held: this database lies elsewhere than the one that mail was sent from. It is a copy, or was moved or restored.',
  older: 'Held: this database is older than what ran here before. It was put back from a backup.',
}

export function addInstallationCommands(program: Command, door: Door): void {
  const installation = program.command('installation').description('whether this database is the real one, and what holds for all of it')
  installation
    .command('show')
    .description('whether anything may be sent from here, and which processes have been seen')
    .action(() =>
      door.withApp(async ({ store, config: { dataDir, installationName: name } }) => {
        const looked = await lookAtStanding({ store, dataDir, name })
        const instances = await listInstances(store.db)
        const rows = instances.map((one) => [one.host, one.baseUrl, one.place, one.secret, timeText(one.startedAt), timeText(one.seenAt)])
        const said = looked.held === undefined ? 'This is the database that mail is sent from.' : HELD[looked.held]
        door.answer({ ...looked, instances }, [said, ...columns([['host', 'site', 'place', 'secret', 'started', 'seen'], ...rows])])
      }),
    )
  installation
    .command('confirm')
    .description('this database is the real one from now on; the one that it was copied from must not send any more')
    .option(
      '--sent-until <instant>',
      'so long the original may have gone on sending after the copy was made (default: until now)',
      parseInstant,
    )
    .option('--moved', 'the original has sent nothing since: the database was only moved')
    .action((wanted: { sentUntil?: number; moved?: true }) =>
      door.withApp(async (app) => {
        const { store, config } = app
        const now = app.clock()
        const place = await placeOf({ store, name: config.installationName }, true)
        const sentUntil = wanted.moved ? undefined : (wanted.sentUntil ?? now)
        const done = await confirmInstallation(store, { place, sentUntil, by: COMMAND_LINE }, now)
        door.answer(done, [
          'Confirmed: what falls due from now on is sent from here.',
          ...(sentUntil === undefined
            ? []
            : [
                `${done.doubtful} deliveries that were due by ${timeText(sentUntil)} count as sent: they are doubtful ("delivery settle" for one that did not arrive).`,
                `${done.heldIssues} issues of that time are held ("issue list", "issue resume").`,
              ]),
        ])
      }),
    )
  installation
    .command('mails-a-day')
    .description(
      'most mails that a reader gets on one day, unless the reader has said otherwise; what is too much comes on the next day with room (none: as many as come)',
    )
    .argument('<count>', 'from 1 on, or none', mostOption)
    .action((most: number | null) =>
      door.withApp(async ({ store }) => {
        await chooseMostMails(store, most)
        door.answer({ mostMails: most }, [
          most === null ? 'Readers get as many mails a day as come.' : `Readers get at most ${most} mails a day.`,
        ])
      }),
    )
}

function mostOption(text: string): number | null {
  if (text === 'none') return null
  const most = Number(text)
  if (Number.isInteger(most) && most >= 1 && most <= 100) return most
  throw new InvalidArgumentError('Write a number from 1 to 100, or none.')
}
