import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import type { App } from '../app.ts'
import { isSecretSetting } from '../domain/settings.ts'
import { clearSamples } from '../flow/settings/clear-samples.ts'
import { makeDeskKey, useNextDeskKey } from '../flow/settings/dkim-keys.ts'
import { listSettingsInUse } from '../flow/settings/list-in-use.ts'
import { saveSettings, type SettingsChange } from '../flow/settings/save-settings.ts'
import { testMailServer, type MailServerTested } from '../flow/settings/test-mail-server.ts'
import { inEnglish } from '../render/in-english.ts'
import { COMMAND_LINE } from './command-line.ts'
import { columns, timeText, type Door } from './door.ts'

export function addSettingsCommands(program: Command, door: Door): void {
  const settings = program.command('settings').description('what is set at the desk; the environment has the last word')
  settings
    .command('list')
    .description('what may be set here, what it is, and who has set it; secrets are never shown')
    .action(() => door.withSettings((app) => list(app, door)))
  settings
    .command('set <name> [value]')
    .description('set one; a secret such as SMTP_URL is read from a file or from standard input, never from the command line')
    .option('--file <path>', 'read the value from this file; - is standard input')
    .action((name: string, value: string | undefined, { file }: { file?: string }) =>
      door.withSettings((app) => set(app, door, { name, value, file })),
    )
  settings
    .command('forget <name>')
    .description('it is again what it is without')
    .action((name: string) => door.withSettings((app) => forget(app, door, name)))
  settings
    .command('test-mail-server')
    .description('talk to the mail server that is set, step by step, as sending does')
    .option('--to <address>', 'send one mail there, to oneself')
    .action(({ to }: { to?: string }) => door.withApp((app) => testServer(app, door, to)))
  settings
    .command('make-dkim-key')
    .description('make a key that nobody sees, sealed in the database; the first one signs at once, a later one waits to follow it')
    .requiredOption('--selector <name>', 'such as mail2026: the name under which its record stands in the DNS')
    .action(({ selector }: { selector: string }) => door.withApp((app) => makeKey(app, door, selector)))
  settings
    .command('use-next-dkim-key')
    .description('the key that waits signs from now on')
    .action(() => door.withApp((app) => useNext(app, door)))
  settings
    .command('clear-samples')
    .description('take out the sample readers and stories that a new installation was filled with')
    .action(() =>
      door.withApp(async (app) => {
        const cleared = await clearSamples(app, COMMAND_LINE, app.clock())
        door.answer(cleared, [`${cleared.readers} sample readers are erased, ${cleared.briefings} sample stories withdrawn.`])
      }),
    )
}

async function list({ store, settings, warnings }: App, door: Door): Promise<void> {
  const shown = await listSettingsInUse(store.db, settings)
  const rows = shown.map((one) => [
    one.name,
    one.origin,
    one.value ?? '-',
    one.changed ? timeText(one.changed.at) : '-',
    one.changed?.by ?? '-',
  ])
  door.answer(shown, [...columns([['name', 'set by', 'value', 'changed', 'by'], ...rows]), ...warnings])
}

type Wanted = { name: string; value: string | undefined; file: string | undefined }

async function set(app: App, door: Door, { name, value, file }: Wanted): Promise<void> {
  if (value !== undefined && isSecretSetting(name))
    return door.fail(
      `${name} is a secret, and others on this machine see what is typed here: give it with --file <path>, or --file - for standard input.`,
    )
  const read = file === undefined ? value : await readValue(file)
  if (read === undefined)
    return door.fail(file === undefined ? 'Say what it is to be, or --file <path>.' : `${file} cannot be read; check the path.`)
  await save(app, door, { name, value: read.trim() })
}

const readValue = (file: string): Promise<string | undefined> =>
  file === '-' ? readInput() : readFile(file, 'utf8').catch(() => undefined)

async function readInput(): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of process.stdin) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString('utf8')
}

const forget = (app: App, door: Door, name: string): Promise<void> => save(app, door, { name, value: null })

async function save(app: App, door: Door, { name, value }: { name: string; value: string | null }): Promise<void> {
  const change: SettingsChange = { [name]: value }
  const saved = await saveSettings({ store: app.store, tools: app.settings }, change, COMMAND_LINE, app.clock())
  if (!saved.ok) return door.fail(['It is not saved:', ...saved.mistakes.map((mistake) => `  ${mistake}`), LIST].join('\n'))
  door.answer({ name, isSet: value !== null, warnings: saved.warnings }, [
    `${name} is ${value === null ? 'forgotten' : 'set'}. ${SOON}`,
    ...saved.warnings,
  ])
}

async function testServer({ config, publication, clock }: App, door: Door, to: string | undefined): Promise<void> {
  const { relay: server, heloName } = config
  if (!server) return door.fail('No mail server is set; the built-in catcher takes everything. "settings set SMTP_URL --file -" sets one.')
  const tested = await testMailServer({ server, heloName, to, language: 'en' }, { publication, now: clock() })
  if (!tested.ok) return door.fail(`${to ?? ''} is no address to send a mail to.`)
  const { trial, relay } = tested
  const todo = tested.todo && inEnglish(tested.todo)
  door.answer({ relay, ...trial, todo: todo ?? null }, [
    `${relay}:`,
    ...columns([['step', 'result', ''], ...trial.steps.map(rowOf)]),
    ...(todo === undefined ? [] : [todo]),
  ])
  if (!trial.ok) process.exitCode = 1
}

type TrialStep = Extract<MailServerTested, { ok: true }>['trial']['steps'][number]

const rowOf = ({ step, state, said, facts }: TrialStep): string[] => {
  const { offers, protocol, certificate, user } = facts
  const lock = certificate && `${protocol ?? ''}, certificate of ${certificate.name} by ${certificate.issuer} until ${certificate.until}`
  return [step, state, [offers?.join(', '), lock, user, said].filter(Boolean).join('; ')]
}

async function makeKey(app: App, door: Door, selector: string): Promise<void> {
  const made = await makeDeskKey({ store: app.store, tools: app.settings }, selector, COMMAND_LINE, app.clock())
  if (!made.ok) return door.fail(['No key is made:', ...made.mistakes.map((mistake) => `  ${mistake}`)].join('\n'))
  const next = 'Publish the record that "dkim record" prints; "doctor" sees whether it is there.'
  door.answer(
    { selector, use: made.use },
    made.use === 'signs'
      ? [`${selector} signs every mail from now on. ${next}`]
      : [`${selector} waits to follow. ${next} Then: "settings use-next-dkim-key".`],
  )
}

async function useNext(app: App, door: Door): Promise<void> {
  const saved = await useNextDeskKey({ store: app.store, tools: app.settings }, COMMAND_LINE, app.clock())
  if (!saved.ok) return door.fail(saved.mistakes.join('\n'))
  door.answer({ selector: app.config.dkim?.selector }, [
    `${app.config.dkim?.selector ?? ''} signs every mail from now on. Leave the former record in the DNS for another week.`,
  ])
}

const SOON = 'Processes that run take it up within seconds.'
const LIST = '"settings list" shows what can be set.'
