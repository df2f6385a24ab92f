import { once } from 'node:events'
import { appendFileSync, closeSync, createReadStream, existsSync, openSync, readSync, statSync } from 'node:fs'
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

/** Reads what has been written since the last time, so that years of mails are read once. */
export function followRecord(file: string): () => Line[] {
  let read = 0
  return () => {
    if (!existsSync(file)) return []
    const fresh = readFrom(file, read)
    read += fresh.length
    return fresh
      .toString('utf8')
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]))
  }
}

function readFrom(file: string, from: number): Buffer {
  const { size } = statSync(file)
  const bytes = Buffer.alloc(size - from)
  const open = openSync(file, 'r')
  for (let at = 0; at < bytes.length;) at += readSync(open, bytes, at, bytes.length - at, from + at)
  closeSync(open)
  return bytes
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
