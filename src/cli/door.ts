import type { App } from '../app.ts'
import type { Saying } from '../domain/saying.ts'
import { textWidth } from '../domain/text-width.ts'

/** What a command works with: the program when it needs it, and the two ways to answer. */
export type Door = {
  /** Opens the program for as long as the work takes. What goes wrong at opening is said, and the work is not begun. */
  withApp: (work: (app: App) => Promise<void>) => Promise<void>
  /** The same where what is set at the desk may be wrong: for putting it right. */
  withSettings: (work: (app: App) => Promise<void>) => Promise<void>
  /** The answer: lines for people, or the value as JSON with --json, with what is said in it in English. */
  answer: (value: unknown, lines: string[]) => void
  /** One object on a line of its own with --json, else lines; for answers of many files. */
  answerEach: (value: unknown, lines: string[]) => void
  /** The value as JSON with --json, else exactly these bytes. */
  answerBytes: (value: unknown, bytes: Uint8Array) => void
  /** Says on standard error what went wrong and what to do; the command ends with exit code 1. */
  fail: (message: Saying | string) => void
  /** The time by `--at`, or now. */
  now: () => number
}

/** 2026-11-22T07:00:00Z, as all times are written. */
export const timeText = (at: number | null): string =>
  at === null ? '-' : Temporal.Instant.fromEpochMilliseconds(at).toString({ smallestUnit: 'second' })

/** Rows in columns, the first row being their headings. */
export function columns(rows: string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => textWidth(row[column] ?? ''))))
  return rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - textWidth(cell))))
      .join('  ')
      .trimEnd(),
  )
}
