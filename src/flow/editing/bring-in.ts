import { saying } from '../../domain/saying.ts'
import type { BriefingDraft, Problem } from '../../domain/briefing.ts'
import type { BriefingFields } from '../../domain/briefing-fields.ts'
import type { Topic } from '../../domain/topic.ts'
import { fieldsOf } from '../../intake/fields/fields-of.ts'
import { readBriefing } from '../../intake/read-briefing.ts'
import { readWord } from '../../intake/word/read-word.ts'
import type { Db } from '../../store/dialect.ts'
import { findNamedBriefing } from './find-told.ts'
import { listTopics } from '../../store/topics.ts'

/** What a file has brought: all of it, or as much as could be read, with what is to be looked at by line. */
export type BroughtIn = { ok: true; fields: BriefingFields; problems: Problem[] } | { ok: false; problems: Problem[] }

/**
 * Reads a file that somebody brings to the desk: Markdown with front matter, the plain layout, html or a Word document. What is missing is
 * left for the editor to write; only where nothing could be read, nothing comes of it.
 */
export async function bringIn(db: Db, { name, bytes }: { name: string; bytes: Uint8Array }): Promise<BroughtIn> {
  const kind = kindOf(name, bytes)
  if (kind === 'text') return fromText(db, { name, bytes })
  const read = await readWord({ kind, bytes })
  if (!read.ok) return { ok: false, problems: [{ line: 0, message: saying(`refusals.file-${read.reason}`) }] }
  return fromText(db, { name: name.replace(/\.\w+$/, '.md'), bytes: Buffer.from(read.markdown) })
}

function kindOf(name: string, bytes: Uint8Array): 'docx' | 'html' | 'text' {
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  if (start.startsWith('PK\x03\x04') || /\.docx$/i.test(name)) return 'docx'
  return /\.x?html?$/i.test(name) || /^\s*(?:<!doctype html|<html)/i.test(start) ? 'html' : 'text'
}

async function fromText(db: Db, file: { name: string; bytes: Uint8Array }): Promise<BroughtIn> {
  const read = readBriefing(file)
  const found: Partial<BriefingDraft> = read.ok ? read.briefing : read.partial
  const problems = read.ok ? [] : read.problems
  if (!found.body && !found.title) return { ok: false, problems }
  const topics = await listTopics(db)
  const named = (found.topics ?? []).map((name) => ({ name, slug: slugNamed(topics, name) }))
  const unknown = named
    .filter(({ slug }) => slug === undefined)
    .map(({ name }) => ({ line: 1, message: saying('refusals.choose-topic', { name }) }))
  const slugs = named.flatMap(({ slug }) => (slug === undefined ? [] : [slug]))
  const fields = fieldsFrom(found, slugs)
  return { ok: true, fields, problems: [...problems, ...unknown, ...(await strangersIn(db, fields))] }
}

/** Briefings that a file names as its original, or as what it corrects, and that are not here. */
async function strangersIn(db: Db, fields: BriefingFields): Promise<Problem[]> {
  const named = [fields.translationOf, fields.corrects].filter((name) => name !== '')
  const known = await Promise.all(named.map((name) => findNamedBriefing(db, name)))
  const unknown = named.filter((_, index) => known[index] === undefined)
  return unknown.map((name) => ({ line: 1, message: saying('refusals.choose-briefing', { name }) }))
}

const slugNamed = (topics: Topic[], name: string): string | undefined =>
  topics.find(({ slug, names }) => slug === name || Object.values(names).includes(name))?.slug

function fieldsFrom(found: Partial<BriefingDraft>, topics: string[]): BriefingFields {
  const { title = '', headline = title, kicker = '', standfirst = '', body = '', keyPoints = [], sources = [] } = found
  const {
    language = '',
    sourceCount = sources.length,
    priority = 0,
    isPinned = false,
    updatedOn,
    translationOf = '',
    corrects = '',
  } = found
  const content = { title, headline, kicker, standfirst, language, body, keyPoints, sources, sourceCount }
  return fieldsOf(
    { ...content, ...(updatedOn !== undefined && { updatedOn }) },
    {
      ...{ topics, priority, isPinned, slug: '', translationOf, corrects },
    },
  )
}
