import type { CheckFinding } from './finding.ts'
import { firstOf, lineAt, type TextToCheck } from './text-to-check.ts'

/** What writers leave for later, and what stands in until there are words: TK, TBD, XXX, 待补, lorem ipsum. */
const MARKS =
  /(?<![\p{L}\p{N}])(?:TK+|TKTK|TBD|TBC|TODO|FIXME|XXX+|\?\?\?+)(?![\p{L}\p{N}])|【(?:待|补)[^】\n]{0,20}】|待补充?|待核实?|待确认|此处插入|？？？+/gu
const LOREM = /(?<!\p{L})(?:lorem ipsum|dolor sit amet)(?!\p{L})/giu

export function leftMarks({ passages }: TextToCheck): CheckFinding[] {
  return passages.flatMap((passage) => {
    const found = new Map([MARKS, LOREM].flatMap((marks) => firstOf(marks, passage.text)).map((match) => [match.index, match[0]]))
    return [...found].map(([index, mark]) => ({
      check: 'mark-left' as const,
      level: 'must' as const,
      field: passage.field,
      line: lineAt(passage, index),
      found: mark,
    }))
  })
}
