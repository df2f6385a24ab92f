import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** What a step of `npm test` came to. `output` is what people need to see when it failed. */
export type StepResult = { name: string; passed: number; failed: number; skipped: number; seconds: number; output: string }

/** Runs a tool of node_modules over the project. It passes when it exits with 0. */
export async function runCheck(name: string, [file = '', ...args]: string[]): Promise<StepResult> {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [`node_modules/${file}`, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const [code] = (await once(child, 'close')) as [number | null]
  const isFine = code === 0
  const seconds = (performance.now() - startedAt) / 1000
  return { name, passed: Number(isFine), failed: Number(!isFine), skipped: 0, seconds, output: isFine ? '' : output }
}
