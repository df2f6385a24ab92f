import type { BriefingContent } from '../../domain/briefing.ts'
import type { CheckedField } from './finding.ts'

/** A stretch of text that belongs together; `line` is where it begins in its field. Line breaks inside are kept, so that places can be told. */
export type Passage = { field: CheckedField; line: number; text: string }

export type TextToCheck = {
  content: BriefingContent
  /** Its topics by slug. */
  topics: string[]
  /** The prose: where links lead and what stands in code is blanked out, letter by letter, so that lines and columns stay. */
  passages: Passage[]
}

/** What a line of a passage says and on which line of the field it stands. */
export const lineAt = ({ line, text }: Passage, index: number): number => line + (text.slice(0, index).split('\n').length - 1)

/** Some thirty times what a long briefing has; what follows is not looked at, so that nobody waits for somebody's megabyte. */
const LONGEST_BODY = 100_000

/** So many of what a pattern finds are enough of one kind. */
const ENOUGH = 30

export const firstOf = (pattern: RegExp, text: string): RegExpExecArray[] => text.matchAll(pattern).take(ENOUGH).toArray()

export function textToCheck(briefing: BriefingContent, topics: string[]): TextToCheck {
  const content = { ...briefing, body: briefing.body.slice(0, LONGEST_BODY) }
  const heads = (['kicker', 'title', 'headline', 'standfirst'] as const)
    .filter((field) => field !== 'headline' || content.headline !== content.title)
    .map((field) => ({ field, line: 1, text: content[field] }))
  return { content, topics, passages: [...heads.filter(({ text }) => text !== ''), ...bodyPassages(content.body)] }
}

const OPENS = /^\s{0,8}(?:#{1,6}\s|[-*+]\s|\d{1,3}[.)]\s|>|\|)/

/** Lines that follow one another are one passage, unless one opens a heading, an item, a quotation or a row. */
function bodyPassages(body: string): Passage[] {
  const passages: Passage[] = []
  let isOpen = false
  for (const [index, line] of blanked(body).split('\n').entries()) {
    const last = passages.at(-1)
    if (line.trim() === '') isOpen = false
    else if (isOpen && last && !OPENS.test(line)) last.text += `\n${line}`
    else passages.push({ field: 'body', line: index + 1, text: line })
    if (line.trim() !== '') isOpen = !/^\s{0,3}#{1,6}\s/.test(line)
  }
  return passages
}

const blank = (text: string): string => text.replaceAll(/[^\n]/g, ' ')

const blanked = (body: string): string =>
  body
    .replaceAll(/^(```|~~~)[^\n]{0,200}\n[\s\S]*?^\1/gm, blank)
    .replaceAll(/`[^`\n]{1,500}`/g, blank)
    .replaceAll(/\]\([^)\n]{0,2000}\)/g, (part) => `]${blank(part.slice(1))}`)
    .replaceAll(/<?https?:\/\/[^\s)>\]]{1,2000}>?/g, blank)
