import type { TemplateFault } from './template-fault.ts'
import { readdirSync } from 'node:fs'
import { builtInFolder, faultsOf, gapsIn, hasOwn, isBuiltIn, mayBeOwn, ownFiles, readBuiltIn, textOf } from './own-templates.ts'

export const TEMPLATE_KINDS = ['mail', 'page', 'words', 'desk-words'] as const
export type TemplateKind = (typeof TEMPLATE_KINDS)[number]

/** `place` below the installation; `usedIn`: addresses of pages, or templates that it is put into. */
export type ListedTemplate = {
  path: string
  kind: TemplateKind
  place: string
  usedIn: string[]
  own: 'none' | 'used' | 'set-aside'
  faults: TemplateFault[]
  /** What a file of words in a language of one's own does not say. */
  lacks: string[]
}

type Wish = { search?: string; kind?: TemplateKind | undefined }

/** Every template and every file of words, with whether one of one's own stands in its place; `search` looks into names, places and texts. */
export function listTemplates({ search = '', kind }: Wish = {}): ListedTemplate[] {
  const wanted = search.toLowerCase()
  const holds = (text: string): boolean => text.toLowerCase().includes(wanted)
  return pathsOf()
    .map((path) => listed(path))
    .filter((one) => kind === undefined || one.kind === kind)
    .filter((one) => wanted === '' || holds(one.place) || one.usedIn.some(holds) || holds(textOf(one.path)))
}

export const findTemplate = (path: string): ListedTemplate | undefined => (pathsOf().includes(path) ? listed(path) : undefined)

const pathsOf = (): string[] =>
  [...new Set([...(readdirSync(builtInFolder, { recursive: true }) as string[]).map((file) => file.replaceAll('\\', '/')), ...ownFiles()])]
    .filter(mayBeOwn)
    .toSorted((one, other) => TEMPLATE_KINDS.indexOf(kindOf(one)) - TEMPLATE_KINDS.indexOf(kindOf(other)) || one.localeCompare(other))

const kindOf = (path: string): TemplateKind =>
  path.startsWith('email/') ? 'mail' : path.startsWith('pages/') ? 'page' : path.startsWith('words/') ? 'words' : 'desk-words'

function listed(path: string): ListedTemplate {
  const faults = faultsOf(path)
  const isAside = faults.some((fault) => fault.key === undefined)
  return {
    ...{ path, kind: kindOf(path), place: `${isBuiltIn(path) ? 'templates/' : ''}${path}`, faults, lacks: gapsIn(path) },
    usedIn: usedIn(path),
    own: !hasOwn(path) ? 'none' : isAside ? 'set-aside' : 'used',
  }
}

function usedIn(path: string): string[] {
  const [, partial] = /^pages\/_(.+)\.hbs$/.exec(path) ?? []
  if (partial !== undefined) return pagesWith(partial)
  const [, page] = /^pages\/(.+)\.hbs$/.exec(path) ?? []
  return page === undefined ? [] : (ADDRESSES[page] ?? [])
}

const pagesWith = (partial: string): string[] =>
  readdirSync(new URL('pages/', builtInFolder))
    .filter((file) => file.endsWith('.hbs') && readBuiltIn(`pages/${file}`).includes(`{{> ${partial}`))
    .map((file) => `pages/${file}`)

/** Where readers meet a page; `…` stands for a name or a signed link. */
const ADDRESSES: Record<string, string[]> = {
  front: ['/'],
  archive: ['/archive'],
  month: ['/archive/…'],
  search: ['/search'],
  digest: ['/d/…'],
  issue: ['/d/…/…'],
  topic: ['/t/…'],
  briefing: ['/b/…', '/s/…'],
  copy: ['/i/…'],
  more: ['/i/…/more'],
  'sign-up': ['/sign-up'],
  asked: ['/sign-up'],
  embed: ['/embed/…'],
  confirm: ['/c/…'],
  preferences: ['/p/…'],
  fewer: ['/p/…/fewer/…'],
  record: ['/p/…/record'],
  leave: ['/u/…'],
  left: ['/u/…'],
  'own-feed': ['/f/…'],
  lost: ['/lost'],
  inbox: ['/inbox'],
  caught: ['/inbox/…'],
  next: ['/p/…'],
  question: ['/p/…', '/a/…'],
  fault: ['/…'],
  layout: ['/…'],
}
