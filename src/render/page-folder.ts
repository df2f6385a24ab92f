import { readdirSync, readFileSync } from 'node:fs'
import type { Language } from '../domain/briefing.ts'
import { direction } from '../domain/language.ts'
import { compileTemplate, type Helpers, type Template } from './compile-template.ts'
import { webUrl } from './web-url.ts'

/** What every page hands to the layout; the template's own names stand beside it. */
export type PageData = { title: string; language: Language } & Record<string, unknown>

export type PageFolder = {
  /** The page of that name inside the layout. */
  page: (name: string, data: PageData) => string
  /** The page alone, to be put into one that is shown already. */
  fragment: (name: string, data: PageData) => string
}

/**
 * Renders the templates of a folder: <name>.hbs inside layout.hbs. Both see the data and `dir`; the layout puts the page where it says
 * `{{{body}}}`. Templates whose name begins with `_` can be put into any other: `{{> field}}` is _field.hbs. Throws for a name that the
 * data lack. `helpers` are what this folder's templates may call besides.
 */
export function openPageFolder(folder: URL, helpers: Helpers = {}): PageFolder {
  const compiled = new Map<string, Template>()
  let shared: Record<string, string> | undefined
  const template = (name: string): Template => {
    shared ??= readShared(folder)
    const made =
      compiled.get(name) ?? compileTemplate(readPage(folder, name), { helpers: { ...PAGE_HELPERS, ...helpers }, partials: shared })
    compiled.set(name, made)
    return made
  }
  const fragment = (name: string, data: PageData): string => template(name)({ ...data, dir: direction(data.language) })
  return { fragment, page: (name, data) => fragment('layout', { ...data, body: fragment(name, data) }) }
}

/** What pages may call: `{{#if (eq state "sent")}}`, and `{{href url}}` for an address that came from outside. */
const PAGE_HELPERS: Helpers = {
  eq: (one: unknown, other: unknown) => one === other,
  href: (url: unknown) => webUrl(String(url)) ?? '#',
}

function readShared(folder: URL): Record<string, string> {
  const files = readdirSync(folder).filter((file) => file.startsWith('_') && file.endsWith('.hbs'))
  return Object.fromEntries(files.map((file) => [file.slice(1, -'.hbs'.length), readPage(folder, file.slice(0, -'.hbs'.length))]))
}

function readPage(folder: URL, name: string): string {
  if (!/^_?[a-z][a-z-]*$/.test(name)) throw new Error(`"${name}" is not the name of a page`)
  return readFileSync(new URL(`${name}.hbs`, folder), 'utf8')
}
