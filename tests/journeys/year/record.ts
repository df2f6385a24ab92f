import { appendFileSync, existsSync, readFileSync } from 'node:fs'
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
