import { errorText } from '../domain/error-text.ts'
import type { Command, OptionValues } from 'commander'
import { openApp, openAppAnyway, systemClock, type App, type Opened } from '../app.ts'
import { mistakesText, readSettings, type Config } from '../config.ts'
import { openLog, type Log } from '../log.ts'
import type { Door } from './door.ts'
import { inEnglish, jsonInEnglish } from '../render/in-english.ts'
import { printable, printableJson } from './printable.ts'
import { buildProgram } from './program.ts'

/** Does what the command line says, and says how it went. */
export async function runCommand(): Promise<void> {
  const options = (): OptionValues => program.opts()
  const door = openDoor(options)
  const program: Command = buildProgram(door)
  await program
    .parseAsync()
    .catch((error: unknown) =>
      door.fail(`Something went wrong that nobody foresaw. Try again; if it stays, report these words: ${errorText(error)}`),
    )
}

function openDoor(options: () => OptionValues): Door {
  const isJson = (): boolean => options().json === true
  const at = (): number | undefined => {
    const given: unknown = options().at
    return typeof given === 'number' ? given : undefined
  }
  const fail: Door['fail'] = (message) => {
    process.stderr.write(`${printable(inEnglish(message))}\n`)
    process.exitCode = 1
  }
  const print = (json: string, lines: string[]): void => {
    const text = isJson() ? printableJson(json) : printable(lines.join('\n'))
    if (text !== '') process.stdout.write(`${text}\n`)
  }
  return {
    withApp: (work) => withOpened(work, fail, (config, log) => openApp(config, log, at())),
    withSettings: (work) => withOpened(work, fail, (config, log) => openAppAnyway(config, log, at())),
    answer: (value, lines) => print(jsonInEnglish(value, 2), lines),
    answerBytes: (value, bytes) => void process.stdout.write(isJson() ? `${printableJson(JSON.stringify(value, null, 2))}\n` : bytes),
    answerEach: (value, lines) => print(jsonInEnglish(value), lines),
    fail,
    now: () => at() ?? systemClock(),
  }
}

type Open = (config: Config, log: Log) => Promise<Opened>

async function withOpened(work: (app: App) => Promise<void>, fail: Door['fail'], open: Open): Promise<void> {
  const read = readSettings()
  if (!read.ok) return fail(mistakesText(read.mistakes))
  const opened = await open(read.config, openLog(read.config.logLevel === 'info' ? 'warn' : read.config.logLevel))
  if (!opened.ok) return fail(opened.message)
  try {
    await work(opened.app)
  } finally {
    await opened.app.close()
  }
}
