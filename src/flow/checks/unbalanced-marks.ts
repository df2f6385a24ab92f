import type { CheckFinding } from './finding.ts'
import { lineAt, type Passage, type TextToCheck } from './text-to-check.ts'

/** Quotation marks and brackets that open and never close, or close what was never opened, within one passage. */
export function unbalancedMarks({ passages }: TextToCheck): CheckFinding[] {
  return passages.flatMap((passage) => [...unpaired(passage), ...oddQuotes(passage)])
}

const PAIRS: [string, string][] = [
  ['“', '”'],
  ['「', '」'],
  ['『', '』'],
  ['《', '》'],
  ['（', '）'],
  ['【', '】'],
  ['«', '»'],
  ['(', ')'],
]

function unpaired(passage: Passage): CheckFinding[] {
  const { text } = passage
  return PAIRS.flatMap(([open, close]) => {
    // German closes with “ what „ opened, and lists count with a bracket: a) b).
    if ((open === '“' && text.includes('„')) || (open === '«' && /»[\p{L}\p{N}]/u.test(text))) return []
    const at = firstUnpaired(open === '(' ? withoutCounting(text) : text, open, close)
    return at === undefined ? [] : [findingAt(passage, at)]
  })
}

const withoutCounting = (text: string): string =>
  text.replaceAll(/(^|[\s(（])([\p{L}\p{N}]{1,3})\)/gu, (all, before: string) => (before === '(' ? all : all.slice(0, -1) + ' '))

function firstUnpaired(text: string, open: string, close: string): number | undefined {
  const opened: number[] = []
  for (let at = 0; at < text.length; at++) {
    if (text[at] === open) opened.push(at)
    else if (text[at] === close && opened.pop() === undefined) return at
  }
  return opened[0]
}

/** Straight quotation marks come in twos; one behind a digit is an inch. */
function oddQuotes(passage: Passage): CheckFinding[] {
  const marks = [...passage.text.matchAll(/(?<!\p{Nd})"/gu)]
  const last = marks.at(-1)
  return marks.length % 2 === 1 && last ? [findingAt(passage, last.index)] : []
}

function findingAt(passage: Passage, at: number): CheckFinding {
  const found = passage.text
    .slice(Math.max(0, at - 8), at + 24)
    .replaceAll(/\s+/g, ' ')
    .trim()
  const values = { mark: passage.text[at] ?? '' }
  return { check: 'mark-unbalanced', level: 'should', field: passage.field, line: lineAt(passage, at), found, values }
}
