import { Option, type Command } from 'commander'
import { hourText } from '../domain/reader-hour.ts'
import { EVERY_DAY, weekdaysText } from '../domain/weekdays.ts'
import { NEVER_QUIET, type QuietHours } from '../domain/quiet-hours.ts'
import type { Format } from '../domain/part.ts'
import type { App } from '../app.ts'
import { USUAL_LIMITS } from '../domain/sign-up.ts'
import { addReader } from '../flow/lists/add-reader.ts'
import { subscribe, type Wish } from '../flow/subscribe.ts'
import { checkZone } from '../domain/time-zone.ts'
import { countReadersByZone } from '../store/listings/readers-by-zone.ts'
import { listSubscriptions } from '../store/listings/subscriptions.ts'
import { addConsentsCommand } from './consents.ts'
import { columns, type Door } from './door.ts'
import { knowsDigest } from './known.ts'
import { quietOption } from './release-options.ts'
import { addReaderCommands } from './reader.ts'
import { addTableCommands } from './subscriber-table.ts'
import { daysOption, formatOption, hourOption, languagesOption, listOption, wholeNumberOption, zoneOption } from './options.ts'
import { COMMAND_LINE } from './command-line.ts'
import { asDeed } from '../flow/desk/as-deed.ts'

type Add = {
  digest: string
  topics: string[]
  hour: number
  zone: string
  days: number
  language?: string[]
  format: Format
  name?: string
  comeBack?: true
  quiet?: QuietHours | 'none' | 'usual'
  note?: boolean
  mailsADay?: number
  together?: boolean
  apart?: boolean
  consent?: string
  ask?: boolean
}

export function addSubscriberCommands(program: Command, door: Door): void {
  const subscriber = program.command('subscriber').description('readers and what they have chosen')
  subscriber
    .command('add <address>')
    .description('subscribe an address to a digest, or change what it has chosen there')
    .requiredOption('--digest <slug>', 'which digest')
    .requiredOption('--topics <slugs>', 'topics, joined by commas', listOption)
    .addOption(new Option('--hour <time>', 'the reader’s own hour').argParser(hourOption).default(420, '07:00'))
    .option('--zone <zone>', 'the reader’s time zone', zoneOption, 'UTC')
    .addOption(new Option('--days <weekdays>', 'on which days').argParser(daysOption).default(EVERY_DAY, 'daily'))
    .addOption(
      new Option('--language <tags>', 'languages that the reader reads, the favourite first (usual: that of the publication)').argParser(
        languagesOption,
      ),
    )
    .option('--format <format>', 'html or text', formatOption, 'html')
    .option('--name <name>', 'the reader’s name')
    .addOption(
      new Option(
        '--quiet <from-until>',
        'of an instant digest: when its mails wait, such as 22:00-07:00 (usual: as the digest has it; none: never)',
      ).argParser((text: string) => (text === 'usual' ? text : quietOption(text))),
    )
    .option('--note', 'a short note is wanted when there has been nothing for long (see "digest add --silent-after")')
    .option('--no-note', 'it is not')
    .option('--mails-a-day <count>', 'most mails on one day, of all digests (0: as the publication has it)', wholeNumberOption(0, 100))
    .option('--together', 'what falls due at the same time comes in one mail, whatever the digests say')
    .option('--apart', 'it never does')
    .option('--consent <where>', 'where and how this person agreed; it is kept in the log of consents')
    .option('--ask', 'send a mail that asks for a click, and nothing else before it (with --consent)')
    .option('--come-back', 'the reader had unsubscribed and has asked for the mails again')
    .action((address: string, wanted: Add) =>
      door.withApp(async (app) => {
        const {
          digest,
          topics,
          zone,
          language: languages = [app.publication.language ?? 'en'],
          format,
          name = '',
          comeBack = false,
        } = wanted
        const hour = { zone, minute: wanted.hour, weekdays: wanted.days }
        const { quiet, note, mailsADay, together, apart, consent, ask = false } = wanted
        const quietly = quiet === 'usual' ? null : quiet === 'none' ? NEVER_QUIET : quiet
        const mails = {
          ...(mailsADay !== undefined && { mailsADay: mailsADay === 0 ? null : mailsADay }),
          ...((together || apart) && { joins: !apart }),
        }
        const wishes = { ...(quietly !== undefined && { quiet: quietly }), ...(note !== undefined && { silentNote: note }), mails }
        const wish = {
          address,
          name,
          digest,
          topics,
          hour,
          languages,
          format,
          comeBack,
          ...wishes,
          ...(consent !== undefined && { consent }),
        }
        if (ask) return askReader(app, door, wish)
        const deed = { action: 'subscriber.subscribe', subject: 'subscriber', after: { digest }, actor: COMMAND_LINE, now: app.clock() }
        const answer = await asDeed(app, deed, (inside) => subscribe(inside, wish, app.clock()))
        if (!answer.ok) return door.fail(answer.message)
        door.answer({ subscriptionId: answer.subscriptionId }, [`${address} gets ${digest} at ${hourText(hour.minute)} ${zone}.`])
      }),
    )
  addConsentsCommand(subscriber, door)
  addTableCommands(subscriber, door)
  addReaderCommands(subscriber, door)
  subscriber
    .command('zones')
    .description('how many readers live in each time zone; unknown ones go by the clock of their digest')
    .action(() =>
      door.withApp(async (app) => {
        const zones = (await countReadersByZone(app.store.db)).map((one) => ({ ...one, known: checkZone(one.zone) ?? null }))
        const rows = zones.map(({ zone, readers, known }) => [
          String(readers),
          zone,
          known === null ? 'UNKNOWN' : known === zone ? '' : `now ${known}`,
        ])
        door.answer(zones, columns([['readers', 'zone', ''], ...rows]))
      }),
    )
  subscriber
    .command('list')
    .description('subscriptions with their choices')
    .option('--search <text>', 'only addresses or names that hold this')
    .option('--digest <slug>', 'only of this digest')
    .option('--limit <count>', 'at most so many', wholeNumberOption(1, 100_000), 100)
    .addOption(
      new Option('--after <id>', 'go on behind this subscription')
        .argParser(wholeNumberOption(0, Number.MAX_SAFE_INTEGER))
        .default(0, 'the first'),
    )
    .action((wanted: { search?: string; digest?: string; limit: number; after: number }) =>
      door.withApp(async (app) => {
        if (!(await knowsDigest(app, door, wanted.digest))) return
        const found = await listSubscriptions(app.store.db, wanted)
        const rows = found.map((one) => [
          String(one.id),
          one.address,
          one.digest,
          one.state,
          `${weekdaysText(one.weekdays)} ${hourText(one.minute)} ${one.zone}`,
          one.languages.join(','),
          one.format,
          one.topics.join(','),
        ])
        door.answer(found, columns([['id', 'address', 'digest', 'state', 'hour', 'languages', 'format', 'topics'], ...rows]))
      }),
    )
}

async function askReader(app: App, door: Door, wish: Wish): Promise<void> {
  const limits = { ...USUAL_LIMITS, ...app.config.signUps }
  const wanted = { ...wish, consent: wish.consent ?? '', hasAgreed: false }
  const asked = await addReader(app, wanted, limits, { actor: COMMAND_LINE, now: app.clock() })
  if (!asked.ok) return door.fail(asked.message)
  door.answer({ asked: wish.address }, [`A mail that asks ${wish.address} to confirm goes out; nothing else does before that.`])
}
