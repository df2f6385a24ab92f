import { joinLines } from '../join-lines.ts'
import type { Line } from './numbered-lines.ts'
import { endsInColon } from './prose.ts'

/**
 * What stands together in a plain file: the lines of a paragraph or heading, or one item of a list, its mark taken off. `gap` is the number
 * of empty lines before it.
 */
export type Unit = { kind: 'text' | 'item'; ordered: boolean; gap: number; lines: [Line, ...Line[]] }

/**
 *     "Impacts include:", "", "  • Higher risks", "    for all"  →  text "Impacts include:", item "Higher risks" + "for all"
 */
export function unitsOf(lines: Line[]): Unit[] {
  const units: Unit[] = []
  let gap = 0
  for (const line of lines) {
    if (line.text === '') gap++
    else {
      const last = units.at(-1)
      const mark = markOf(line, gap, last)
      if (mark) units.push({ kind: 'item', ordered: mark.ordered, gap, lines: [{ ...line, text: mark.rest }] })
      else if (last && gap === 0 && continues(line, last)) last.lines.push(line)
      else units.push({ kind: 'text', ordered: false, gap, lines: [line] })
      gap = 0
    }
  }
  return units.filter(({ lines: [first, ...more] }) => first.text !== '' || more.length > 0)
}

/** A bullet needs no blank after it where nothing else begins with that sign; a hyphen, dash or asterisk does. */
const BULLET = /^(?:[•‣⁃∙●○◦▪▫■□◆◇►▸➢➤·・]|[-–*](?=\s|$))\s*(.*)$/u
const NUMBER = /^\p{Nd}{1,3}[.)．）、]\s*(.+)$/u

function markOf(line: Line, gap: number, last: Unit | undefined): { ordered: boolean; rest: string } | undefined {
  const bullet = BULLET.exec(line.text)
  if (bullet) return { ordered: false, rest: bullet[1] ?? '' }
  // "1. Background" may be a heading, "2026. A year…" a sentence: numbers make a list only where one is announced or has begun.
  const expected = gap < 2 && last && (last.kind === 'item' ? last.ordered : endsInColon(last.lines.at(-1)?.text ?? ''))
  const number = expected ? NUMBER.exec(line.text) : null
  return number ? { ordered: true, rest: number[1] ?? '' } : undefined
}

/** The second line of an item stands further in than its mark; one that does not is the next paragraph. */
const continues = (line: Line, last: Unit): boolean => last.kind === 'text' || line.indent > last.lines[0].indent

/** The whole unit as one line, numbered as its first. */
export const joined = ({ lines }: Unit): Line => ({ ...lines[0], text: joinLines(lines.map(({ text }) => text)) })
