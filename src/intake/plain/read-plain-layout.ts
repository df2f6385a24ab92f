import { saying } from '../../domain/saying.ts'
import type { BriefingDraft, Language, Problem } from '../../domain/briefing.ts'
import { explainDate, readDate } from '../dates/read-date.ts'
import { detectLanguage } from '../detect-language.ts'
import { tooLong } from '../length-limits.ts'
import { type Passage, wordsOf } from '../passage.ts'
import type { Reading } from '../reading.ts'
import { type Closing, cutClosing } from './cut-closing.ts'
import { cutHead, type Head } from './cut-head.ts'
import { isHeading } from './is-heading.ts'
import { listedSources } from './listed-sources.ts'
import { markdownOf } from './markdown-of.ts'
import { type Line, numberedLines } from './numbered-lines.ts'
import { passagesOf } from './passages-of.ts'
import { type Unit, unitsOf } from './units.ts'

/**
 * Briefings in plain text:
 *
 *     topic                            on the first line
 *     headline                         twice
 *     kicker
 *     title
 *     standfirst
 *                                      two empty lines or more
 *     heading
 *     paragraph that ends in a colon:
 *       • item
 *                                      more sections; the last one sums up
 *     Sources (3)
 *     Updated Feb 13, 2026
 *
 * Kicker, second headline, standfirst and date may be missing. `language` is the one declared elsewhere; without it the text is asked.
 */
export function readPlainLayout(text: string, declared?: Language): Reading {
  const closing = cutClosing(numberedLines(text))
  const units = unitsOf(closing.text)
  const firstHeading = findFirstHeading(units)
  const head = cutHead(units.slice(0, firstHeading))
  const passages = passagesOf([...head.rest, ...units.slice(firstHeading)])
  const language = declared ?? detectLanguage([wordsOf(passages), head.standfirst?.text, head.title?.text].join('\n'))
  const updated = readUpdated(closing.updated, language)
  const listed = listedSources(closing.listed)
  return {
    found: {
      ...wordsOfHead(head),
      ...sourcesOf(closing, listed.sources),
      ...updated.found,
      ...(language && { language }),
      body: markdownOf(passages),
    },
    passages,
    problems: [
      ...head.problems,
      ...lengthProblems(head),
      ...structureProblems(passages, head.rest[0] ?? units.at(-1), closing),
      ...listed.problems,
      ...updated.problems,
    ],
  }
}

/** Two empty lines inside the head, before the headline was repeated, do not end it. */
function findFirstHeading(units: Unit[]): number {
  const at = units.findIndex(
    (unit, index) => isHeading(unit, { below: 'text' }) && units.slice(0, index).flatMap(({ lines }) => lines).length >= 3,
  )
  return at < 0 ? units.length : at
}

const wordsOfHead = ({ topic, headline, kicker, title, standfirst }: Head): Partial<BriefingDraft> => ({
  ...(topic && { topics: [topic.text] }),
  ...(headline && { headline: headline.text }),
  ...(title && { title: title.text, kicker: kicker?.text ?? '', standfirst: standfirst?.text ?? '' }),
})

const sourcesOf = ({ sources: line }: Closing, sources: BriefingDraft['sources']): Partial<BriefingDraft> => ({
  sources,
  ...(line && { sourceCount: Math.max(line.count, sources.length) }),
})

function readUpdated(line: Line | undefined, language: Language | undefined): { found: Partial<BriefingDraft>; problems: Problem[] } {
  if (!line) return { found: {}, problems: [] }
  const read = readDate(line.text, language ?? 'en')
  if (read.ok) return { found: { updatedOn: read.date }, problems: [] }
  return { found: {}, problems: [{ line: line.number, message: explainDate(line.text, read.reason) }] }
}

function lengthProblems(head: Head): Problem[] {
  const named = ['topic', 'headline', 'kicker', 'title', 'standfirst'] as const
  return named.flatMap((name) => {
    const line = head[name]
    return line ? tooLong(name, line.text, line.number) : []
  })
}

function structureProblems(passages: Passage[], below: Unit | undefined, closing: Closing): Problem[] {
  const lastLine = closing.updated?.number ?? closing.text.findLast(({ text }) => text !== '')?.number ?? 0
  const noSection = saying('reading.no-sections')
  const noSources = saying('reading.no-source-count')
  return [
    ...(passages.some(({ heading }) => heading !== '') ? [] : [{ line: below?.lines[0].number ?? 0, message: noSection }]),
    ...(closing.sources ? [] : [{ line: lastLine, message: noSources }]),
  ]
}
