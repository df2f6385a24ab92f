import type { Command } from 'commander'
import type { App } from '../app.ts'
import { checkAddress } from '../domain/address.ts'
import { NOWHERE } from '../domain/consent.ts'
import type { OnReturn } from '../domain/choice.ts'
import { hourText } from '../domain/reader-hour.ts'
import { weekdaysText } from '../domain/weekdays.ts'
import { askNewAddress } from '../flow/ask-new-address.ts'
import { asDeed } from '../flow/desk/as-deed.ts'
import { eraseByHand, leaveDigest, pauseDigest, type Acted, type By } from '../flow/lists/act-on-reader.ts'
import { renameReader } from '../flow/rename-reader.ts'
import { frameLanguage } from '../render/words.ts'
import { findReaderId, findReaderProfile, type ReaderProfile } from '../store/listings/reader-profile.ts'
import { COMMAND_LINE } from './command-line.ts'
import { columns, timeText, type Door } from './door.ts'
import { dateOption } from './options.ts'

/** What is done for one reader, as on that reader's page at the desk. */
export function addReaderCommands(subscriber: Command, door: Door): void {
  const on = (work: (app: App, profile: ReaderProfile) => Promise<void>) => (address: string) =>
    door.withApp(async (app) => {
      const profile = await findProfile(app, address)
      if (profile) await work(app, profile)
      else door.fail(`Nobody here has the address ${address}. "subscriber list --search …" looks for parts of it.`)
    })
  subscriber
    .command('show <address>')
    .description('one reader with all subscriptions, and what keeps mails away')
    .action((address: string) => on(async (_, profile) => show(door, profile))(address))
  subscriber
    .command('leave <address>')
    .description('end a subscription, because the reader has asked for it')
    .requiredOption('--digest <slug>', 'which digest')
    .action((address: string, { digest }: { digest: string }) =>
      on(async (app, profile) => say(door, await leaveDigest(app, refOf(profile, digest), by(app)), `${address} has left ${digest}.`))(
        address,
      ),
    )
  subscriber
    .command('pause <address>')
    .description('send nothing of a digest until a day')
    .requiredOption('--digest <slug>', 'which digest')
    .requiredOption('--until <day>', 'until then, such as 2026-03-10', dateOption)
    .action((address: string, { digest, until }: { digest: string; until: number }) =>
      on(async (app, profile) => {
        const pause = { until, onReturn: 'best' as OnReturn }
        say(
          door,
          await pauseDigest(app, { ...refOf(profile, digest), pause }, by(app)),
          `${address} gets nothing of ${digest} until ${timeText(until)}.`,
        )
      })(address),
    )
  subscriber
    .command('resume <address>')
    .description('end a pause now')
    .requiredOption('--digest <slug>', 'which digest')
    .action((address: string, { digest }: { digest: string }) =>
      on(async (app, profile) =>
        say(door, await pauseDigest(app, { ...refOf(profile, digest), pause: null }, by(app)), `${address} gets ${digest} again.`),
      )(address),
    )
  subscriber
    .command('rename <address> <name>')
    .description('give a reader another name; "" for none')
    .action((address: string, name: string) => on((app, profile) => rename(app, door, profile, name))(address))
  subscriber
    .command('move <address> <new>')
    .description('ask in the mailbox of a new address whether the mails may go there from now on')
    .action((address: string, wanted: string) => on((app, profile) => move(app, door, profile, wanted))(address))
  subscriber
    .command('erase <address>')
    .description('forget a reader and everything about the address, but for the hash that keeps us from writing again')
    .option('--yes', 'do it: it cannot be undone')
    .action((address: string, { yes }: { yes?: true }) => on((app, profile) => erase(app, door, profile, yes ?? false))(address))
}

const by = (app: App): By => ({ actor: COMMAND_LINE, now: app.clock() })

async function findProfile({ store: { db } }: App, address: string): Promise<ReaderProfile | undefined> {
  const checked = checkAddress(address)
  const id = checked.ok ? await findReaderId(db, checked.canonical) : undefined
  return id === undefined ? undefined : findReaderProfile(db, id)
}

/** A digest that the reader never had has the number 0, of which there is no subscription. */
const refOf = ({ id, subscriptions }: ReaderProfile, digest: string): { subscriberId: number; digestId: number } => ({
  subscriberId: id,
  digestId: subscriptions.find((one) => one.digest === digest)?.digestId ?? 0,
})

function show(door: Door, profile: ReaderProfile): void {
  const { id, address, name, createdAt, subscriptions, suppressed, signUps } = profile
  const rows = subscriptions.map((one) => [
    one.digest,
    one.state === 'active' && one.pause ? `paused until ${timeText(one.pause.until)}` : one.state,
    `${weekdaysText(one.hour.weekdays)} ${hourText(one.hour.minute)} ${one.hour.zone}`,
    one.languages.join(','),
    one.format,
  ])
  door.answer(profile, [
    `${id}: ${address}${name === '' ? '' : `, ${name}`}, here since ${timeText(createdAt)}`,
    ...(suppressed ? [`Suppressed since ${timeText(suppressed.at)} (${suppressed.reason}) by ${suppressed.by}: ${suppressed.note}`] : []),
    ...signUps.map((one) => `A request for ${one.digest} of ${timeText(one.askedAt)} waits for a click: sign-up ${one.id}.`),
    ...columns([['digest', 'state', 'hour', 'languages', 'format'], ...rows]),
  ])
}

const REASONS: Record<string, string> = {
  'no-subscription': 'There is no such subscription that is active. "subscriber show" lists what there is.',
  'not-in-the-future': 'That day is over. Name a later one.',
}

function say(door: Door, acted: Acted, said: string): void {
  if (acted.ok) door.answer({ ok: true }, [said])
  else door.fail((typeof acted.reason === 'string' && REASONS[acted.reason]) || acted.reason)
}

async function rename(app: App, door: Door, { id, address, name: before }: ReaderProfile, name: string): Promise<void> {
  const deed = { action: 'subscriber.rename', subject: `subscriber:${id}`, before, after: name, ...by(app) }
  const renamed = await asDeed(app, deed, ({ store }) => renameReader(store, id, name))
  if (!renamed.ok) return door.fail('The name must have at most 80 characters.')
  door.answer({ ok: true }, [`${address} is called ${name === '' ? 'nothing' : name} from now on.`])
}

async function move(app: App, door: Door, { id, address, subscriptions }: ReaderProfile, wanted: string): Promise<void> {
  const language = frameLanguage(subscriptions.flatMap(({ languages }) => languages))
  const wish = { subscriberId: id, address: wanted, language, from: NOWHERE }
  const deed = { action: 'subscriber.move', subject: `subscriber:${id}`, ...by(app) }
  const asked = await asDeed(app, deed, ({ store, publication }) => askNewAddress(store, publication, wish, app.clock()))
  if (!asked.ok) return door.fail(`${JSON.stringify(wanted)} is no address that we can write to. "address check" says why.`)
  door.answer({ ok: true }, [`${wanted} is asked by mail. Until that mailbox says yes, mails go to ${address}.`])
}

async function erase(app: App, door: Door, { id, address, subscriptions }: ReaderProfile, isSure: boolean): Promise<void> {
  if (!isSure) return door.fail(`${address} with ${subscriptions.length} subscriptions would be erased, which cannot be undone. Say --yes.`)
  say(door, await eraseByHand(app, id, by(app)), 'Erased.')
}
