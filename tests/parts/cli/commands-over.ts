import type { App } from '../../../src/app.ts'
import type { Door } from '../../../src/cli/door.ts'
import { buildProgram } from '../../../src/cli/program.ts'
import { readConfig } from '../../../src/config.ts'
import { openLog } from '../../../src/log.ts'
import type { Store } from '../../../src/store/dialect.ts'
import { NOON, PUBLICATION } from '../../support/world.ts'
import { inEnglish } from '../../../src/render/in-english.ts'
import { told } from '../../support/told.ts'

export type Said = { code: 0 | 1; out: string; err: string; value: unknown }

/** The commands in this process, over a database that is open: what they answer as text and, as with --json, as a value. */
export function commandsOver(store: Store, now = NOON): (...args: string[]) => Promise<Said> {
  const read = readConfig({})
  if (!read.ok) throw new Error(read.mistakes.join('\n'))
  const app: App = {
    ...{ run: 'tests', config: read.config, log: openLog('silent'), store, publication: PUBLICATION },
    ...{ clock: () => now, isClockStopped: true, warnings: [], settings: {} as App['settings'], close: async () => undefined },
  }
  return async (...args) => {
    const said: Said = { code: 0, out: '', err: '', value: undefined }
    const fail: Door['fail'] = (message) => void Object.assign(said, { code: 1, err: `${said.err}${inEnglish(message)}\n` })
    const answer = (value: unknown, lines: string[]): void =>
      void Object.assign(said, { value: told(value), out: said.out + lines.map((line) => `${line}\n`).join('') })
    const withApp = (work: (app: App) => Promise<void>): Promise<void> => work(app)
    const door: Door = {
      ...{ withApp, withSettings: withApp, answer, answerEach: answer, fail, now: () => now },
      answerBytes: (value, bytes) => void Object.assign(said, { value, out: said.out + Buffer.from(bytes).toString() }),
    }
    const program = buildProgram(door)
    for (const command of [program, ...program.commands.flatMap((one) => [one, ...one.commands])])
      command.exitOverride().configureOutput({ writeErr: fail, writeOut: (text) => void (said.out += text) })
    await program.parseAsync(args, { from: 'user' }).catch((error: unknown) => {
      if (!(error instanceof Error && 'exitCode' in error)) throw error
    })
    return said
  }
}
