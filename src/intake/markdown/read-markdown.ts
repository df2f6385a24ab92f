import { saying } from '../../domain/saying.ts'
import type { Language, Problem } from '../../domain/briefing.ts'
import { cleanLines } from '../../domain/clean-text.ts'
import { detectLanguage } from '../detect-language.ts'
import { tooLong } from '../length-limits.ts'
import { wordsOf } from '../passage.ts'
import type { Reading } from '../reading.ts'
import { tooManyMarks } from '../too-many-marks.ts'
import { type Outline, outlineMarkdown } from './outline-markdown.ts'
import { readFrontMatter } from './read-front-matter.ts'
import { splitFrontMatter } from './split-front-matter.ts'

/**
 * Markdown with front matter, or without where the text brings its title as its first `# ` heading. That heading is taken out of the body,
 * also when the front matter gives the same title. `declared` is the language declared elsewhere; the front matter's own goes first.
 */
export function readMarkdown(text: string, declared?: Language): Reading {
  const split = splitFrontMatter(text)
  if (split.kind === 'endless') return { found: {}, passages: [], problems: [{ line: 1, message: ENDLESS }] }
  const { yaml, yamlLine, body, bodyLine } = split.kind === 'found' ? split.cut : { yaml: '', yamlLine: 1, body: text, bodyLine: 1 }
  const { found, problems } = readFrontMatter(yaml, yamlLine)
  const tooMany = tooManyMarks(body, bodyLine)
  if (tooMany) return { found, passages: [], problems: [...problems, tooMany] }
  const clean = cleanLines(body)
  const outline = outlineMarkdown(clean, { takeTitle: (heading) => found.title === undefined || found.title === heading })
  const title = found.title ?? outline.title?.text
  const language = found.language ?? declared ?? detectLanguage([wordsOf(outline.passages), found.standfirst, title].join('\n'))
  return {
    found: {
      ...ABSENT,
      ...found,
      ...titleOf(title, found.headline),
      ...(language && { language }),
      ...sourcesOf(found),
      body: bodyWithout(clean, outline),
    },
    passages: outline.passages,
    problems: [...problems, ...titleProblems(title, found.title, outline, bodyLine)],
  }
}

const ENDLESS = saying('reading.front-matter-open')

const ABSENT = { kicker: '', standfirst: '', topics: [], priority: 0 }

const titleOf = (title: string | undefined, headline: string | undefined) =>
  title === undefined ? {} : { title, headline: headline ?? title }

const sourcesOf = ({ sources = [] }: Reading['found']) => ({ sources, sourceCount: sources.length })

function bodyWithout(body: string, { title }: Outline): string {
  const lines = body.split('\n')
  const rest = title ? lines.toSpliced(title.lines[0], title.lines[1] - title.lines[0]) : lines
  return rest
    .join('\n')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd()
}

function titleProblems(title: string | undefined, declared: string | undefined, outline: Outline, bodyLine: number): Problem[] {
  if (title === undefined) return [{ line: 1, message: saying('reading.no-title') }]
  return declared === undefined ? tooLong('title', title, bodyLine + (outline.title?.lines[0] ?? 0)) : []
}
