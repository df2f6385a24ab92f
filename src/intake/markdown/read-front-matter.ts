import { saying } from '../../domain/saying.ts'
import { isScalar, isSeq, type Node } from 'yaml'
import type { BriefingDraft, Problem } from '../../domain/briefing.ts'
import { canonicalLanguage } from '../../domain/language.ts'
import { explainDate, readDate } from '../dates/read-date.ts'
import { readInstant } from '../dates/read-instant.ts'
import { type Field, parseFrontMatter } from './parse-front-matter.ts'
import { readSources } from './read-sources.ts'
import { isNothing, kindOf, readLine, readParagraph, readString, type Report } from './read-value.ts'

type Found = Partial<BriefingDraft>

/** What the front matter says of the briefing. `yaml` is what stands between its two `---`, `firstLine` its first line in the file. */
export function readFrontMatter(yaml: string, firstLine: number): { found: Found; problems: Problem[] } {
  const { fields, lineOf, problems } = parseFrontMatter(yaml, firstLine)
  const found: Found = {}
  // Dates are read in the language of the text, so that is read first.
  for (const field of fields.toSorted((a, b) => Number(b.name === 'language') - Number(a.name === 'language'))) {
    const report: Report = (node, message) => problems.push({ line: node ? lineOf(node) : field.line, message })
    const read = FIELDS.get(field.name)
    if (read === undefined)
      report(null, saying('reading.field-unknown', { name: field.name.slice(0, 60), known: [...FIELDS.keys()].join(', ') }))
    else if (!isNothing(field.node)) Object.assign(found, read(field.node, report, found.language ?? 'en'))
  }
  return { found, problems: [...problems, ...repeated(fields)] }
}

type ReadField = (node: Node | null, report: Report, language: string) => Found

const FIELDS = new Map<string, ReadField>([
  ['title', (node, report) => given('title', readLine(node, 'title', 'title', report))],
  ['kicker', (node, report) => given('kicker', readLine(node, 'kicker', 'kicker', report))],
  ['standfirst', (node, report) => given('standfirst', readParagraph(node, 'standfirst', 'standfirst', report))],
  ['headline', (node, report) => given('headline', readLine(node, 'headline', 'headline', report))],
  ['topics', (node, report) => ({ topics: readTopics(node, report) })],
  ['language', (node, report) => given('language', readDeclaredLanguage(node, report))],
  ['sources', (node, report) => ({ sources: readSources(node, report) })],
  ['published', (node, report, language) => given('publishedAt', readPublished(node, report, language))],
  ['updated', (node, report, language) => given('updatedOn', readUpdated(node, report, language))],
  ['priority', (node, report) => given('priority', readPriority(node, report))],
  ['key', (node, report) => given('key', readLine(node, 'key', 'key', report))],
  ['pinned', (node, report) => given('isPinned', readPinned(node, report))],
  ['translation-of', (node, report) => given('translationOf', readLine(node, 'translation-of', 'key', report))],
  ['corrects', (node, report) => given('corrects', readLine(node, 'corrects', 'key', report))],
])

const given = <Name extends keyof BriefingDraft>(name: Name, value: BriefingDraft[Name] | undefined): Found =>
  value === undefined ? {} : { [name]: value }

const MOST_TOPICS = 50

function readTopics(node: Node | null, report: Report): string[] {
  const items = isSeq(node) ? (node.items as Node[]) : [node]
  if (items.length > MOST_TOPICS) report(node, saying('reading.topics-many', { count: items.length, most: MOST_TOPICS }))
  const topics = items.slice(0, MOST_TOPICS).map((item) => readLine(item, 'topics', 'topic', report))
  return [...new Set(topics.filter((topic) => topic !== undefined))]
}

function readDeclaredLanguage(node: Node | null, report: Report): string | undefined {
  const declared = readString(node, 'language', report)
  const language = declared === undefined ? undefined : canonicalLanguage(declared)
  if (declared !== undefined && language === undefined) report(node, saying('reading.no-language', { language: declared.slice(0, 40) }))
  return language
}

function readPublished(node: Node | null, report: Report, language: string): number | undefined {
  const written = readString(node, 'published', report)?.slice(0, 100)
  if (written === undefined) return undefined
  const read = readInstant(written, language)
  if (read.ok) return read.at
  report(node, read.reason === 'no-zone' ? saying('reading.no-zone', { text: written }) : explainDate(written, read.reason))
  return undefined
}

function readUpdated(node: Node | null, report: Report, language: string): string | undefined {
  const written = readString(node, 'updated', report)?.slice(0, 100)
  if (written === undefined) return undefined
  const read = readDate(written, language)
  if (read.ok) return read.date
  report(node, explainDate(written, read.reason))
  return undefined
}

function readPriority(node: Node | null, report: Report): number | undefined {
  const value = isScalar(node) ? node.value : undefined
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 9) return value
  report(node, saying('reading.priority', { kind: kindOf(node) }))
  return undefined
}

function readPinned(node: Node | null, report: Report): boolean | undefined {
  const value = isScalar(node) ? node.value : undefined
  if (typeof value === 'boolean') return value
  report(node, saying('reading.pinned', { kind: kindOf(node) }))
  return undefined
}

function repeated(fields: Field[]): Problem[] {
  const seen = new Set<string>()
  return fields.flatMap(({ name, line }) => {
    if (!seen.has(name)) {
      seen.add(name)
      return []
    }
    return [{ line, message: saying('reading.field-twice', { name: name.slice(0, 60) }) }]
  })
}
