import { isReached, type Goal, type Result } from './figure.ts'

export function printTable(results: Result[]): void {
  const rows = results.map((result) => [result.what, valueText(result), goalText(result), result.detail])
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  for (const [what = '', value = '', goal = '', detail = ''] of rows)
    console.log(`${what.padEnd(widths[0] ?? 0)}  ${value.padStart(widths[1] ?? 0)}  ${goal.padEnd(widths[2] ?? 0)}  ${detail}`.trimEnd())
}

/** Three digits, as far as they say something. */
export function numberText(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

const valueText = ({ value, unit }: Result): string => (unit === undefined ? numberText(value) : `${numberText(value)} ${unit}`)

function goalText({ value, goal }: Result): string {
  if (!goal) return ''
  return `${isReached(value, goal) ? '✓' : '✗'} ${boundText(goal)}`
}

const boundText = (goal: Goal): string => ('atLeast' in goal ? `≥ ${goal.atLeast}` : `≤ ${goal.atMost}`)
