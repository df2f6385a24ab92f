import { saying } from '../domain/saying.ts'
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Template } from './compile-template.ts'
import { lintOwn } from './lint-own.ts'
import type { TemplateFault } from './template-fault.ts'

/**
 * Files of one's own in the place of ours (TEMPLATES_DIR): one of the same name below that folder wins, `email/edition.mjml` or `words/en.json`.
 * It is checked before it is used. One that is not right is set aside, ours stands in for it, and what is wrong is told by `doctor`, by
 * "template check" and at the desk: a mistake in a template must not keep mail from leaving.
 */

const BUILT_IN = new URL('../../templates/', import.meta.url)

let folder: URL | undefined
const looked = new Map<string, { source: string; faults: TemplateFault[] } | undefined>()

/** Call it before anything is rendered: what is compiled is kept. */
export function useOwnTemplates(path: string | undefined): void {
  folder = path === undefined ? undefined : pathToFileURL(`${resolve(path)}/`)
  looked.clear()
}

export const ownFolder = (): URL | undefined => folder

export const builtInFolder = BUILT_IN

export const readBuiltIn = (path: string): string => readFileSync(new URL(path, BUILT_IN), 'utf8')

/** Mails, readers' pages and words may be one's own. The desk's pages may not: they would have to follow every version of ours. */
export const mayBeOwn = (path: string): boolean =>
  /^(email\/[a-z]+\.(mjml|txt)|pages\/_?[a-z-]+\.hbs|(desk\/)?words\/([a-z]{2}\/)?[a-zA-Z]+\.json)$/.test(path) &&
  existsSync(new URL(path, BUILT_IN))

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
