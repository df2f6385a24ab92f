import { existsSync, readdirSync } from 'node:fs'
import type { Language } from '../domain/briefing.ts'
import type { Instant } from '../domain/instant.ts'
import { bareLanguage, bestOf } from '../domain/language.ts'
import type { Saying, SayingValues } from '../domain/saying.ts'
import { builtInFolder, languagesOf, readBuiltIn, readOwnWords, type WordSet } from './own-templates.ts'

/** Our own words in one language. */
export type Words = {
  language: Language
  /** How dates and numbers are written where a form is wanted that is not among these. */
  locale: string
  /** The wording of that key, with its `{names}` filled in. A `count` chooses the plural form and is written as the language writes numbers. */
  say: (key: string, values?: Record<string, string | number>) => string
  /** What a verb or a rule answers, in these words; several sayings in one gap stand in a row, as `{between}` sets them apart. */
  tell: (saying: Saying) => string
  /** Whether there is a wording of that key. */
  knows: (key: string) => boolean
  /** The wording cut at its `{names}`, where something other than plain text goes in. */
  pieces: (key: string) => Piece[]
  /** A calendar date, `YYYY-MM-DD`, written out; `full` with its weekday, `month` without its day. */
  date: (date: string, style: 'full' | 'long' | 'month') => string
  /** A moment in a zone, with its weekday and time of day. */
  moment: (at: Instant, zone: string) => string
  /** The same for a narrow column; with the year, where `now` is in another. */
  shortMoment: (at: Instant, zone: string, now: Instant) => string
  /** Several things in a row, as the language joins them: with commas, and a word before the last. */
  list: (texts: string[]) => string
}

export type Piece = { text: string } | { name: string }

/**
 * A folder of words: one file for each language, `en.json`, and beside it a folder of files by subject, `en/lists.json`, whose keys are said with
 * the name of the file before them: `lists.title`. English is always there, and stands in for what another lacks.
 */
export type WordFolder = {
  languages: () => Language[]
  /** Of these languages, the first that the folder has, or that is among others, in whatever script; else English. */
  best: (languages: Language[], among?: Language[]) => Language
  wordsFor: (language: Language) => Words
}

type Wording = string | Partial<Record<Intl.LDMLPluralRule, string>>
type WordFile = { locale: string } & Record<string, Wording>

const FALLBACK = 'en'

export function openWordFolder(folder: WordSet): WordFolder {
  const languages = (): Language[] => languagesOf(folder)
  const loaded = new Map<Language, Words>()
  // A few words of a frame are rather read in one's own language in another script than in a foreign one: zh-Hant gets zh.
  const best = (wanted: Language[], among?: Language[]): Language =>
    bestOf(
      wanted.flatMap((language) => [language, bareLanguage(language)]),
      among ?? languages(),
    ) ?? FALLBACK
  const wordsFor = (language: Language): Words => {
    const found = best([language])
    const words = loaded.get(found) ?? readWords(folder, found)
    loaded.set(found, words)
    return words
  }
  return { languages, best, wordsFor }
}

function readWords(folder: string, language: Language): Words {
  const file = readFile(folder, language)
  const english = language === FALLBACK ? file : readFile(folder, FALLBACK)
  const numbers = new Intl.NumberFormat(file.locale)
  const plurals = new Intl.PluralRules(language)
  const lists = new Intl.ListFormat(file.locale)
  const wordingOf = (key: string, count?: unknown) => {
    // A translation that lags behind must not stop a mail.
    const wording = file[key] ?? english[key]
    if (wording === undefined) throw new Error(`en.json has no "${key}": add it there, and in the other languages`)
    return typeof wording === 'string' ? wording : formOf(wording, plurals.select(Number(count)))
  }
  const written = (value: string | number) => (typeof value === 'number' ? numbers.format(value) : value)
  const say: Words['say'] = (key, values = {}) =>
    wordingOf(key, values['count']).replaceAll(NAME, (mark, name: string) => written(values[name] ?? mark))
  return {
    language,
    locale: file.locale,
    say,
    tell: (saying) => tellWith(say, saying),
    knows: (key) => key in file || key in english,
    pieces: (key) => cutAtNames(wordingOf(key)),
    date: dateWriter(file.locale),
    moment: (at, zone) => momentFormat(file.locale, zone).format(at),
    shortMoment: shortMomentWriter(file.locale),
    list: (texts) => lists.format(texts),
  }
}

function tellWith(say: Words['say'], { say: key, values = {} }: Saying): string {
  const tell = (value: SayingValues[string]): string | number => {
    if (Array.isArray(value)) return value.map((one) => tellWith(say, one)).join(say('between'))
    return typeof value === 'object' ? tellWith(say, value) : value
  }
  return say(key, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, tell(value)])))
}

function readFile(folder: string, language: Language): WordFile {
  const whole = { locale: language, ...readWordings(`${folder}${language}.json`) } as WordFile
  return Object.assign({}, whole, ...subjectsOf(folder).map((subject) => readSubject(folder, language, subject))) as WordFile
}

/** English has a file for every subject. */
const subjectsOf = (folder: string): string[] => {
  const inside = new URL(`${folder}${FALLBACK}/`, builtInFolder)
  return existsSync(inside) ? readdirSync(inside).map((file) => file.slice(0, -'.json'.length)) : []
}

function readSubject(folder: string, language: Language, subject: string): Record<string, Wording> {
  const wordings = readWordings(`${folder}${language}/${subject}.json`)
  return Object.fromEntries(Object.entries(wordings).map(([key, wording]) => [`${subject}.${key}`, wording]))
}

const readWordings = (path: string): Record<string, Wording> => ({
  ...(existsSync(new URL(path, builtInFolder)) ? (JSON.parse(readBuiltIn(path)) as Record<string, Wording>) : {}),
  ...(readOwnWords(path) as Record<string, Wording>),
})

const NAME = /\{([a-z]+)\}/gi

const formOf = (forms: Partial<Record<Intl.LDMLPluralRule, string>>, rule: Intl.LDMLPluralRule) => forms[rule] ?? forms.other ?? ''

function cutAtNames(wording: string): Piece[] {
  const pieces = wording.split(NAME).map((piece, index) => (index % 2 === 0 ? { text: piece } : { name: piece }))
  return pieces.filter((piece) => 'name' in piece || piece.text !== '')
}

// A calendar date has no zone: it is read and written in UTC, so that no machine's zone can move it to the day before.
function dateWriter(locale: string): Words['date'] {
  const formatOf = (dateStyle: 'full' | 'long') => new Intl.DateTimeFormat(locale, { dateStyle, timeZone: 'UTC' })
  const month = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'long', timeZone: 'UTC' })
  const formats = { full: formatOf('full'), long: formatOf('long'), month }
  return (date, style) => {
    const at = Date.parse(`${date}T00:00:00Z`)
    if (Number.isNaN(at)) throw new Error(`"${date}" is not a calendar date such as 2026-02-13`)
    return formats[style].format(at)
  }
}

// As everywhere that an hour is chosen: 07:00.
const HOUR = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const

const momentFormat = (locale: string, timeZone: string) =>
  new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long', timeZone, ...HOUR })

function shortMomentWriter(locale: string): Words['shortMoment'] {
  const yearIn = (at: Instant, zone: string): number => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).year
  // Making one takes far longer than writing with it. There are few zones in the world, and fewer among those who work at the desk.
  const formats = new Map<string, Intl.DateTimeFormat>()
  const formatOf = (zone: string, withYear: boolean): Intl.DateTimeFormat => {
    const key = `${zone} ${String(withYear)}`
    const known = formats.get(key)
    if (known) return known
    const day = { weekday: 'short', day: 'numeric', month: 'short', timeZone: zone } as const
    const made = new Intl.DateTimeFormat(locale, { ...day, ...(withYear ? { year: 'numeric' } : {}), ...HOUR })
    formats.set(key, made)
    return made
  }
  return (at, zone, now) => formatOf(zone, yearIn(at, zone) !== yearIn(now, zone)).format(at)
}
