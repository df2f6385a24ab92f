import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Language } from '../domain/briefing.ts'
import { canonicalLanguage } from '../domain/language.ts'
import { saying } from '../domain/saying.ts'
import type { Template } from './compile-template.ts'
import { lintOwn } from './lint-own.ts'
import type { TemplateFault } from './template-fault.ts'

/**
 * Files of one's own in the place of ours (TEMPLATES_DIR): one of the same name below that folder wins, `email/edition.mjml` or `words/en.json`.
 * It is checked before it is used. One that is not right is set aside, ours stands in for it, and what is wrong is told by `doctor`, by
 * "template check" and at the desk: a mistake in a template must not keep mail from leaving.
 */

/** What readers are told, and what those who work at the desk are. */
export const WORD_SETS = ['words/', 'desk/words/'] as const
export type WordSet = (typeof WORD_SETS)[number]

const BUILT_IN = new URL('../../templates/', import.meta.url)

let folder: URL | undefined
const languages = new Map<WordSet, Language[]>()
const looked = new Map<string, { source: string; faults: TemplateFault[] } | undefined>()

/** Call it before anything is rendered: what is compiled is kept. */
export function useOwnTemplates(path: string | undefined): void {
  const next = path === undefined ? undefined : pathToFileURL(`${resolve(path)}/`)
  if (next?.href !== folder?.href) languages.clear()
  folder = next
  looked.clear()
}

export const ownFolder = (): URL | undefined => folder

export const builtInFolder = BUILT_IN

export const readBuiltIn = (path: string): string => readFileSync(new URL(path, BUILT_IN), 'utf8')

/**
 * Mails, readers' pages and words may be one's own, and words of a language that we have none of. The desk's pages may not: they would have
 * to follow every version of ours.
 */
export const mayBeOwn = (path: string): boolean =>
  (/^(email\/[a-z]+\.(mjml|txt)|pages\/_?[a-z-]+\.hbs)$/.test(path) && existsSync(new URL(path, BUILT_IN))) || isOfWords(path)

/** `words/fr.json`, `desk/words/pt-BR/lists.json`: of whatever language, where English has such a file. */
function isOfWords(path: string): boolean {
  const [, set, language, subject = ''] = /^((?:desk\/)?words\/)([A-Za-z]{2,8}(?:-[A-Za-z0-9]{2,8})*)(\/[a-zA-Z]+)?\.json$/.exec(path) ?? []
  return (
    language !== undefined && canonicalLanguage(language) === language && existsSync(new URL(`${set ?? ''}en${subject}.json`, BUILT_IN))
  )
}

/** The languages that a set of words speaks: ours, and those for which a file of one's own can be used. A process knows them from its start. */
export function languagesOf(set: WordSet): Language[] {
  const known =
    languages.get(set) ?? [...new Set([...filesIn(BUILT_IN, set), ...(folder ? filesIn(folder, set).filter(isUsable(set)) : [])])].sort()
  languages.set(set, known)
  return known
}

export const isBuiltIn = (path: string): boolean => existsSync(new URL(path, BUILT_IN))

/** The file of English words that stands in for what a file of words lacks. */
export const englishOf = (path: string): string => path.replace(/words\/[^/.]+/, 'words/en')

/** What a file of words in a language of one's own does not say: English stands in. */
export function gapsIn(path: string): string[] {
  if (!isOfWords(path) || isBuiltIn(path)) return []
  const own = readOwnWords(path)
  const keys = Object.keys(JSON.parse(readBuiltIn(englishOf(path))) as object)
  return keys.filter((key) => key !== '//' && key !== 'locale' && !(key in own))
}

/** Every file of one's own, by its place below the folder. */
export function ownFiles(): string[] {
  if (!folder || !existsSync(folder)) return []
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
  return files.map(({ name, parentPath }) => relative(fileURLToPath(folder ?? ''), join(parentPath, name)).replaceAll('\\', '/')).toSorted()
}

const isUsable =
  (set: WordSet) =>
  (language: Language): boolean => {
    const found = lookAt(`${set}${language}.json`)
    return found !== undefined && found.faults.every(({ key }) => key !== undefined)
  }

function filesIn(place: URL, set: WordSet): Language[] {
  const inside = new URL(set, place)
  if (!existsSync(inside)) return []
  const files = readdirSync(inside).filter((file) => file.endsWith('.json'))
  return files.map((file) => file.slice(0, -'.json'.length))
}

/** One's own file, if there is one and it can be used. */
export function readOwn(path: string): string | undefined {
  const found = lookAt(path)
  return found && found.faults.length === 0 ? found.source : undefined
}

/** One's own words: each wording by itself, those left out that are not right. */
export function readOwnWords(path: string): Record<string, unknown> {
  const found = lookAt(path)
  if (!found || found.faults.some(({ key }) => key === undefined)) return {}
  const wrong = new Set(found.faults.map(({ key }) => key))
  const words = JSON.parse(found.source) as Record<string, unknown>
  return Object.fromEntries(Object.entries(words).filter(([key]) => !wrong.has(key)))
}

/** One's own file as it stands, right or wrong; where there is none, ours. */
export const textOf = (path: string): string => lookAt(path)?.source ?? (isBuiltIn(path) ? readBuiltIn(path) : '')

export const hasOwn = (path: string): boolean => lookAt(path) !== undefined

export const faultsOf = (path: string): TemplateFault[] => lookAt(path)?.faults ?? []

/** Uses ours from now on: this one failed where it was used. */
export function setAside(path: string, error: unknown): void {
  const found = lookAt(path)
  const message = error instanceof Error ? error.message : String(error)
  const [, line = '0'] = /\bline (\d+)/i.exec(message) ?? []
  if (found)
    found.faults = [
      ...found.faults,
      { line: Number(line), message: saying('templateFaults.failed', { why: message.split('\n')[0] ?? '' }) },
    ]
}

/** Makes something of one's own file, or of ours where there is none or it fails. */
export async function makeOf<Made>(path: string, make: (source: string) => Made | Promise<Made>): Promise<Made> {
  const own = readOwn(path)
  if (own === undefined) return make(readBuiltIn(path))
  try {
    return await make(own)
  } catch (error) {
    setAside(path, error)
    return make(readBuiltIn(path))
  }
}

/** Renders with one's own template, and from the first time that it fails with ours. */
export function guarded(path: string, own: Template, ours: () => Template): Template {
  let instead: Template | undefined
  return (data) => {
    if (instead) return instead(data)
    try {
      return own(data)
    } catch (error) {
      setAside(path, error)
      instead = ours()
      return instead(data)
    }
  }
}

function lookAt(path: string): { source: string; faults: TemplateFault[] } | undefined {
  if (!folder || !mayBeOwn(path)) return undefined
  if (looked.has(path)) return looked.get(path)
  const file = new URL(path, folder)
  const source = existsSync(file) ? readFileSync(file, 'utf8') : undefined
  const found = source === undefined ? undefined : { source, faults: lintOwn(path, source, readBuiltIn) }
  looked.set(path, found)
  return found
}
