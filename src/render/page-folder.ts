import { readdirSync } from 'node:fs'
import type { Language } from '../domain/briefing.ts'
import { direction } from '../domain/language.ts'
import { compileTemplate, type Helpers, type Template } from './compile-template.ts'
import { builtInFolder, guarded, readBuiltIn, readOwn } from './own-templates.ts'
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
export function openPageFolder(folder: 'pages/' | 'desk/', helpers: Helpers = {}): PageFolder {
  const compiled = new Map<string, Template>()
  const template = (name: string): Template => {
    const made = compiled.get(name) ?? compilePage(folder, name, { ...PAGE_HELPERS, ...helpers })
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

function compilePage(folder: string, name: string, helpers: Helpers): Template {
  if (!/^_?[a-z][a-z-]*$/.test(name)) throw new Error(`"${name}" is not the name of a page`)
  const path = `${folder}${name}.hbs`
  const shared = readdirSync(new URL(folder, builtInFolder)).filter((file) => file.startsWith('_') && file.endsWith('.hbs'))
  const partialsBy = (read: (path: string) => string): Record<string, string> =>
    Object.fromEntries(shared.map((file) => [file.slice(1, -'.hbs'.length), read(folder + file)]))
  const ours = (): Template => compileTemplate(readBuiltIn(path), { helpers, partials: partialsBy(readBuiltIn) })
  const own = [path, ...shared.map((file) => folder + file)].find((one) => readOwn(one) !== undefined)
  if (own === undefined) return ours()
  const read = (one: string): string => readOwn(one) ?? readBuiltIn(one)
  return guarded(own, compileTemplate(read(path), { helpers, partials: partialsBy(read) }), ours)
}
