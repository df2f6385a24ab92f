import { once } from 'node:events'
import { appendFileSync, createReadStream, existsSync, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Instant } from '../../../src/domain/instant.ts'

/** What happened, in the order in which it did: kept in a file, so that it outlives whoever writes it. */
export type Line =
  | { what: 'step'; at: Instant }
  /** A happening of the plan is done. */
  | { what: 'done'; at: Instant; happening: number }
  /** A mail as its receiver has it. `told`: the stories in it, each as often as it stands there. */
  | { what: 'mail'; at: Instant; to: string; delivery: number; told: string[] }
  | { what: 'trouble'; at: Instant; text: string }

export const append = (file: string, line: Line): void => appendFileSync(file, `${JSON.stringify(line)}\n`)

export function readRecord(file: string): Line[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Line)
}

/** How many happenings are done, and the last step; without holding years of mails in memory. */
export async function reachedIn(file: string): Promise<{ done: number; step: Instant | undefined }> {
  const reached: { done: number; step: Instant | undefined } = { done: 0, step: undefined }
  if (!existsSync(file)) return reached
  const lines = createInterface({ input: createReadStream(file) })
  lines.on('line', (line) => {
    if (line.startsWith('{"what":"done"')) reached.done++
    if (line.startsWith('{"what":"step"')) reached.step = (JSON.parse(line) as { at: Instant }).at
  })
  await once(lines, 'close')
  return reached
}
