import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import type { App } from '../app.ts'
import { isSecretSetting } from '../domain/settings.ts'
import { listSettingsInUse } from '../flow/settings/list-in-use.ts'
import { saveSettings, type SettingsChange } from '../flow/settings/save-settings.ts'
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

const SOON = 'Processes that run take it up within seconds.'
const LIST = '"settings list" shows what can be set.'
