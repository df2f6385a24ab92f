import { saying, type Saying } from '../../domain/saying.ts'
import type { BriefingContent, Source } from '../../domain/briefing.ts'
import type { BriefingFields } from '../../domain/briefing-fields.ts'
import { cleanLines, cleanText } from '../../domain/clean-text.ts'
import { canonicalLanguage } from '../../domain/language.ts'
import { readDate } from '../dates/read-date.ts'
import { detectLanguage } from '../detect-language.ts'
import { findForbidden } from '../find-forbidden.ts'
import { keyPoints } from '../key-points.ts'
import { LIMITS, tooLong } from '../length-limits.ts'
import { outlineMarkdown } from '../markdown/outline-markdown.ts'
import { sourceFromText } from '../source-link.ts'
import { tooManyMarks } from '../too-many-marks.ts'

/** Something wrong in a field, by line of that field; 0 is the field as a whole. */
export type FieldProblem = { field: keyof BriefingFields; line: number; message: Saying }

/** What the fields say, as well as it can be understood: a preview shows it also where there are problems. */
export type ReadFields = { content: BriefingContent; priority: number; isPinned: boolean; problems: FieldProblem[] }

/** Reads the fields of a briefing as they were typed. */
export function readFields(fields: BriefingFields): ReadFields {
  const problems = [...forbiddenIn(fields), ...lengthsOf(fields)]
  const report = (field: keyof BriefingFields, line: number, message: Saying): void => void problems.push({ field, line, message })
  const body = readBody(fields, report)
  const title = cleanText(fields.title)
  const language = readLanguage(fields, report)
  const sources = readSources(fields, report)
  const updatedOn = readUpdated(fields, language, report)
  const points = linesOf(fields.keyPoints).map(cleanText)
  const content = {
    title,
    headline: cleanText(fields.headline) || title,
    kicker: cleanText(fields.kicker),
    standfirst: cleanText(fields.standfirst.replaceAll(/\s+/g, ' ')),
    language,
    body,
    keyPoints: points.length > 0 ? points.slice(0, MOST_POINTS) : keyPoints(outlineMarkdown(body, { takeTitle: () => false }).passages),
    sources,
    sourceCount: Math.max(readCount('sourceCount', fields, report, 500), sources.length),
    ...(updatedOn !== undefined && { updatedOn }),
  }
  return { content, priority: readCount('priority', fields, report, 9), isPinned: fields.isPinned, problems }
}

type Report = (field: keyof BriefingFields, line: number, message: Saying) => void

const MOST_POINTS = 5

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line.trim() !== '')

const forbiddenIn = (fields: BriefingFields): FieldProblem[] =>
  (['kicker', 'title', 'headline', 'standfirst', 'body', 'sources', 'keyPoints'] as const).flatMap((field) =>
    findForbidden(fields[field]).map(({ line, message }) => ({ field, line, message })),
  )

const lengthsOf = (fields: BriefingFields): FieldProblem[] =>
  (['kicker', 'title', 'headline', 'standfirst'] as const).flatMap((field) =>
    tooLong(field, fields[field], 1).map(({ line, message }) => ({ field, line, message })),
  )

/** What would keep the parser of Markdown busy is not handed to it. */
function readBody({ body }: BriefingFields, report: Report): string {
  const tooMany = tooManyMarks(body, 1)
  if (tooMany) report('body', tooMany.line, tooMany.message)
  return tooMany ? '' : cleanLines(body).trimEnd()
}

function readLanguage({ language, title, standfirst, body }: BriefingFields, report: Report): string {
  const found = language.trim() === '' ? detectLanguage([body, standfirst, title].join('\n')) : canonicalLanguage(language)
  if (found === undefined) report('language', 0, saying('reading.no-language', { language: language.slice(0, 40) }))
  return found ?? 'en'
}

function readSources({ sources }: BriefingFields, report: Report): Source[] {
  return sources.split('\n').flatMap((line, index) => {
    const text = cleanText(line.slice(0, 2500))
    if (text === '') return []
    const { source, reason } = sourceFromText(text)
    if (reason !== undefined) report('sources', index + 1, reason)
    for (const { message } of tooLong('source title', source.title, index + 1)) report('sources', index + 1, message)
    return [{ ...source, title: [...source.title].slice(0, LIMITS['source title']).join('') }]
  })
}

function readUpdated({ updatedOn }: BriefingFields, language: string, report: Report): string | undefined {
  if (updatedOn.trim() === '') return undefined
  const read = readDate(updatedOn, language)
  if (read.ok) return read.date
  report('updatedOn', 0, saying('reading.no-day', { text: updatedOn.slice(0, 40) }))
  return undefined
}

function readCount(field: 'sourceCount' | 'priority', fields: BriefingFields, report: Report, most: number): number {
  const written = fields[field].trim()
  if (written === '') return 0
  if (/^\d{1,3}$/.test(written) && Number(written) <= most) return Number(written)
  report(field, 0, saying('reading.whole-number', { most }))
  return 0
}
