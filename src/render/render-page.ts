import { readdirSync, readFileSync } from 'node:fs'
import type { Language } from '../domain/briefing.ts'
import { direction } from '../domain/language.ts'
import { compileTemplate, type Helpers, type Template } from './compile-template.ts'
import { webUrl } from './web-url.ts'

/** What every page hands to the layout; the template's own names stand beside it. */
export type PageData = { title: string; language: Language } & Record<string, unknown>

/**
 * Renders templates/pages/<name>.hbs inside layout.hbs. Both see the data and `dir`; the layout puts the page where it says `{{{body}}}`.
 * Templates whose name begins with `_` can be put into any other: `{{> field}}` is _field.hbs. Throws for a name that the data lack.
 */
export function renderPage(name: string, data: PageData): string {
  const view = { ...data, dir: direction(data.language) }
  return pageTemplate('layout')({ ...view, body: pageTemplate(name)(view) })
}

const FOLDER = new URL('../../templates/pages/', import.meta.url)
const compiled = new Map<string, Template>()

/** What pages may call: `{{#if (eq state "sent")}}`, and `{{href url}}` for an address that came from outside. */
const PAGE_HELPERS: Helpers = {
  eq: (one: unknown, other: unknown) => one === other,
  href: (url: unknown) => webUrl(String(url)) ?? '#',
}

function pageTemplate(name: string): Template {
  const template = compiled.get(name) ?? compileTemplate(readPage(name), { helpers: PAGE_HELPERS, partials: partials() })
  compiled.set(name, template)
  return template
}

let shared: Record<string, string> | undefined

function partials(): Record<string, string> {
  const files = () => readdirSync(FOLDER).filter((file) => file.startsWith('_') && file.endsWith('.hbs'))
  shared ??= Object.fromEntries(files().map((file) => [file.slice(1, -'.hbs'.length), readPage(file.slice(0, -'.hbs'.length))]))
  return shared
}

function readPage(name: string): string {
  if (!/^_?[a-z][a-z-]*$/.test(name)) throw new Error(`"${name}" is not the name of a page`)
  return readFileSync(new URL(`${name}.hbs`, FOLDER), 'utf8')
}
