import { canonicalLanguage } from '../../../domain/language.ts'
import { parseHour } from '../../../domain/reader-hour.ts'
import { checkZone } from '../../../domain/time-zone.ts'
import type { MadeUpReader } from '../../../flow/issues/made-up-reader.ts'

/** What an address of a preview asks for; every field as text, as forms send it. */
export type PreviewWish = {
  /** A reader's address; empty: somebody made up. */
  as: string
  /** Another reader beside the first. */
  second: string
  topics: number[]
  languages: string
  zone: string
  hour: string
  format: 'html' | 'text'
  date: string
  view: 'mail' | 'text' | 'source'
  look: 'light' | 'dark'
  images: 'on' | 'off'
}

const LONGEST = 300

/** Reads it from a query string or a form, whatever that holds. */
export function readPreviewWish(from: unknown): PreviewWish {
  const fields = (typeof from === 'object' && from !== null ? from : {}) as Record<string, unknown>
  const text = (name: string): string => {
    const value = fields[name]
    return typeof value === 'string' ? value.trim().slice(0, LONGEST).toWellFormed() : ''
  }
  const oneOf = <Word extends string>(name: string, words: readonly [Word, ...Word[]]): Word =>
    words.find((word) => word === text(name)) ?? words[0]
  const topics = [fields['topics'] ?? []].flat().map(Number)
  return {
    ...{ as: text('as'), second: text('second'), topics: topics.filter((id) => Number.isSafeInteger(id) && id > 0).slice(0, 500) },
    ...{ languages: text('languages'), zone: checkZone(text('zone')) ?? '', hour: text('hour'), date: dateIn(text('date')) },
    format: oneOf('format', ['html', 'text']),
    view: oneOf('view', ['mail', 'text', 'source']),
    look: oneOf('look', ['light', 'dark']),
    images: oneOf('images', ['on', 'off']),
  }
}

function dateIn(text: string): string {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? Temporal.PlainDate.from(text).toString() : ''
  } catch {
    return ''
  }
}

/** The part of an address that asks for it once more, with something otherwise. */
export function previewQuery(wish: PreviewWish, change: Partial<PreviewWish> = {}): string {
  const { topics, ...fields } = { ...wish, ...change }
  const query = new URLSearchParams(Object.entries(fields).filter(([, value]) => value !== ''))
  for (const id of topics) query.append('topics', String(id))
  return query.toString()
}

/** The reader whose mail is asked for. */
export function readerIn(wish: PreviewWish, otherwise: { languages: string[]; zone: string }): string | MadeUpReader {
  if (wish.as !== '') return wish.as
  const languages = wish.languages.split(/[,\s]+/).flatMap((tag) => canonicalLanguage(tag) ?? [])
  return {
    topicIds: wish.topics,
    languages: languages.length > 0 ? languages : otherwise.languages,
    zone: wish.zone || otherwise.zone,
    minute: parseHour(wish.hour) ?? 420,
    format: wish.format,
    ...(wish.date !== '' && { date: wish.date }),
  }
}
