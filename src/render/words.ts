import { readdirSync, readFileSync } from 'node:fs'
import type { Language } from '../domain/briefing.ts'
import { bestOf } from '../domain/language.ts'

/** Our own words in one language, from templates/words. */
export type Words = {
  language: Language
  /** The wording of that key, with its `{names}` filled in. A `count` chooses the plural form and is written as the language writes numbers. */
  say: (key: string, values?: Record<string, string | number>) => string
  /** The wording cut at its `{names}`, where something other than plain text goes in. */
  pieces: (key: string) => Piece[]
  /** A calendar date, `YYYY-MM-DD`, written out; `full` with its weekday. */
  date: (date: string, style: 'full' | 'long') => string
}

export type Piece = { text: string } | { name: string }

type Wording = string | Partial<Record<Intl.LDMLPluralRule, string>>
type WordFile = { locale: string } & Record<string, Wording>

const FOLDER = new URL('../../templates/words/', import.meta.url)
const FALLBACK = 'en'
const loaded = new Map<Language, Words>()

/** The languages that have a file of words. */
export const wordLanguages: Language[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -'.json'.length))
  .sort()

/** The language of masthead, labels and footer for a reader of these languages: the first that we have words for, else English. */
export const frameLanguage = (readerLanguages: Language[]): Language => bestOf(readerLanguages, wordLanguages) ?? FALLBACK

/** The words of a language that `wordLanguages` names; of English for any other. */
export function wordsFor(language: Language): Words {
  const found = frameLanguage([language])
  const words = loaded.get(found) ?? readWords(found)
  loaded.set(found, words)
  return words
}

function readWords(language: Language): Words {
  const file = readFile(language)
  const english = language === FALLBACK ? file : readFile(FALLBACK)
  const numbers = new Intl.NumberFormat(file.locale)
  const plurals = new Intl.PluralRules(language)
  const wordingOf = (key: string, count?: unknown) => {
    // A translation that lags behind must not stop a mail.
    const wording = file[key] ?? english[key]
    if (wording === undefined) throw new Error(`templates/words/en.json has no "${key}": add it there, and in the other languages`)
    return typeof wording === 'string' ? wording : formOf(wording, plurals.select(Number(count)))
  }
  const written = (value: string | number) => (typeof value === 'number' ? numbers.format(value) : value)
  return {
    language,
    say: (key, values = {}) => wordingOf(key, values.count).replaceAll(NAME, (mark, name: string) => written(values[name] ?? mark)),
    pieces: (key) => cutAtNames(wordingOf(key)),
    date: dateWriter(file.locale),
  }
}

const readFile = (language: Language) => JSON.parse(readFileSync(new URL(`${language}.json`, FOLDER), 'utf8')) as WordFile

const NAME = /\{([a-z]+)\}/gi

const formOf = (forms: Partial<Record<Intl.LDMLPluralRule, string>>, rule: Intl.LDMLPluralRule) => forms[rule] ?? forms.other ?? ''

function cutAtNames(wording: string): Piece[] {
  const pieces = wording.split(NAME).map((piece, index) => (index % 2 === 0 ? { text: piece } : { name: piece }))
  return pieces.filter((piece) => 'name' in piece || piece.text !== '')
}

// A calendar date has no zone: it is read and written in UTC, so that no machine's zone can move it to the day before.
function dateWriter(locale: string): Words['date'] {
  const formatOf = (dateStyle: 'full' | 'long') => new Intl.DateTimeFormat(locale, { dateStyle, timeZone: 'UTC' })
  const formats = { full: formatOf('full'), long: formatOf('long') }
  return (date, style) => {
    const at = Date.parse(`${date}T00:00:00Z`)
    if (Number.isNaN(at)) throw new Error(`"${date}" is not a calendar date such as 2026-02-13`)
    return formats[style].format(at)
  }
}
