import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

type Start = {
  /** For the command line, such as `['run', '--until-idle']`. Without: the whole program, as `npm start` runs it. */
  args?: string[]
  /** The settings. Nothing but PATH and HOME comes from the environment of the tests. */
  env?: Record<string, string>
  /** Where it runs and may write. Without: an empty folder, which is cleared away at the end. */
  cwd?: string
  /** What it reads on standard input. */
  input?: string
}

export type Ended = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }

export type RunningBroadsheet = AsyncDisposable & {
  pid: number | undefined
  cwd: string
  /** What it said so far on both streams, in the order in which it came. */
  output: () => string
  /** The first line that matches, said already or still to come. Rejects when it ends without, or after that many milliseconds. */
  waitForLine: (pattern: RegExp, patience?: number) => Promise<string>
  /** Sends the signal, SIGTERM without one, and waits for the end. */
  kill: (signal?: NodeJS.Signals) => Promise<Ended>
  ended: Promise<Ended>
}

/** Starts Broadsheet as a process of its own, the way people do. */
export function startBroadsheet({ args, env = {}, cwd, input = '' }: Start = {}): RunningBroadsheet {
  const folder = cwd ?? mkdtempSync(join(tmpdir(), 'broadsheet-process-'))
  const file = fileURLToPath(new URL(args ? '../../src/cli/main.ts' : '../../src/main.ts', import.meta.url))
  const settings = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env }
  const child = spawn(process.execPath, [file, ...(args ?? [])], { cwd: folder, env: settings, stdio: 'pipe' })
  child.stdin.on('error', () => undefined).end(input)

  const said = { stdout: '', stderr: '', both: '' }
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text
      said.both += text
    })
  }
  const ended = once(child, 'close').then((how) => {
    if (cwd === undefined) rmSync(folder, { recursive: true, force: true })
    const [code, signal] = how as [number | null, NodeJS.Signals | null]
    return { code, signal, stdout: said.stdout, stderr: said.stderr }
  })
  const kill = (signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> => {
    child.kill(signal)
    return ended
  }
  return {
    pid: child.pid,
    cwd: folder,
    output: () => said.both,
    waitForLine: (pattern, patience = 20_000) => waitForLine({ pattern, patience, ended, output: () => said.both }),
    kill,
    ended,
    [Symbol.asyncDispose]: async () => {
      await kill('SIGKILL')
    },
  }
}

type Wait = { pattern: RegExp; patience: number; ended: Promise<unknown>; output: () => string }

async function waitForLine({ pattern, patience, ended, output }: Wait): Promise<string> {
  const giveUpAt = performance.now() + patience
  let isOver = false
  for (;;) {
    const lines = output().split('\n')
    const found = lines.find((line) => pattern.test(line))
    if (found !== undefined) return found
    if (isOver || performance.now() > giveUpAt) throw new Error(`No line matched ${String(pattern)}. It said:\n${output()}`)
    isOver = await Promise.race([ended.then(() => true), wait(20, false)])
  }
}
