import { saying } from '../domain/saying.ts'
import type { BriefingDraft, Language, Problem } from '../domain/briefing.ts'
import { canonicalLanguage } from '../domain/language.ts'
import { decodeText } from './decode-text.ts'
import { findForbidden } from './find-forbidden.ts'
import { keyFromName } from './key-from-name.ts'
import { keyPoints } from './key-points.ts'
import { tooLong } from './length-limits.ts'
import { readMarkdown } from './markdown/read-markdown.ts'
import { sectionOf } from './passage.ts'
import { readPlainLayout } from './plain/read-plain-layout.ts'
import type { Reading } from './reading.ts'

export type ReadBriefing = { ok: true; briefing: BriefingDraft } | { ok: false; problems: Problem[]; partial: Partial<BriefingDraft> }

/** `name` is the file's, with or without its path. `language` (BCP 47) counts where the file declares none; without it the text is asked. */
export type BriefingFile = { name: string; bytes: Uint8Array; language?: Language }

/**
 * Bytes from outside to a briefing, or all that is wrong with them, by line. The content decides how it is read: a first line `---` is the
 * front matter of Markdown; a file called `.md` is Markdown without, unless it keeps to the plain layout; everything else is plain. Never throws.
 */
export function readBriefing({ name, bytes, language }: BriefingFile): ReadBriefing {
  const decoded = decodeText(bytes)
  if (!decoded.ok) return { ok: false, problems: [decoded.problem], partial: {} }
  const unfit = [...findForbidden(decoded.text), ...tooManyLines(decoded.text)]
  if (unfit.length > 0) return { ok: false, problems: unfit, partial: {} }
  return complete(readText(decoded.text, name, language === undefined ? undefined : canonicalLanguage(language)), name)
}

function readText(text: string, name: string, declared: Language | undefined): Reading {
  if (/^---[ \t]*(?:[\r\n]|$)/.test(text)) return readMarkdown(text, declared)
  if (!/\.(?:md|markdown)$/i.test(name)) return readPlainLayout(text, declared)
  const markdown = readMarkdown(text, declared)
  if (markdown.found.title !== undefined) return markdown
  const plain = readPlainLayout(text, declared)
  return plain.problems.length === 0 ? plain : markdown
}

// Some hundred times what a long briefing has. Half a million one-letter lines would keep the Markdown parser busy for seconds.
const MOST_LINES = 20_000
const ANY_LINE_END = /\r\n|[\r\n\u2028\u2029]/

function tooManyLines(text: string): Problem[] {
  const lines = text.split(ANY_LINE_END).length
  return lines > MOST_LINES ? [{ line: MOST_LINES + 1, message: saying('reading.lines-many', { count: lines, most: MOST_LINES }) }] : []
}

const MOST_PROBLEMS = 100

function complete({ found, passages, problems }: Reading, name: string): ReadBriefing {
  const key = found.key ?? keyFromName(name)
  const partial = { ...found, key, sections: passages.map(sectionOf), keyPoints: keyPoints(passages) }
  // Where the text could not be read as a whole, its language is no news.
  const all = [...(problems.length > 0 ? problems : languageProblem(found)), ...keyProblem(key)].toSorted((a, b) => a.line - b.line)
  const draft = asDraft(partial)
  return draft && all.length === 0 ? { ok: true, briefing: draft } : { ok: false, problems: all.slice(0, MOST_PROBLEMS), partial }
}

const languageProblem = ({ language }: Partial<BriefingDraft>): Problem[] =>
  language === undefined ? [{ line: 0, message: saying('reading.language-unclear') }] : []

const keyProblem = (key: string): Problem[] => (key === '' ? [{ line: 0, message: saying('reading.no-key') }] : tooLong('key', key, 0))

/** The whole draft, if nothing that it needs is missing; what is missing was reported where it was looked for. */
function asDraft(found: Partial<BriefingDraft>): BriefingDraft | undefined {
  const { title, headline, language, body, sourceCount, key } = found
  if (title === undefined || headline === undefined || language === undefined) return undefined
  if (body === undefined || sourceCount === undefined || key === undefined) return undefined
  return {
    title,
    headline,
    language,
    body,
    sourceCount,
    key,
    kicker: found.kicker ?? '',
    standfirst: found.standfirst ?? '',
    keyPoints: found.keyPoints ?? [],
    sources: found.sources ?? [],
    sections: found.sections ?? [],
    topics: found.topics ?? [],
    priority: found.priority ?? 0,
    ...(found.updatedOn !== undefined && { updatedOn: found.updatedOn }),
    ...(found.publishedAt !== undefined && { publishedAt: found.publishedAt }),
  }
}
