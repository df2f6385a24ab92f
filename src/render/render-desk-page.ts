import type { Language } from '../domain/briefing.ts'
import { openPageFolder, type PageData } from './page-folder.ts'
import { openWordFolder, type Words } from './word-folder.ts'

const folder = openWordFolder('desk/words/')

type Called = { data: { root: { language: Language; digestNames?: Record<string, string> } }; hash: Record<string, string | number> }

/** `{{say "briefings.title"}}`, `{{say "shown" count=total}}`: the wording of that key in the page's language. */
const say = (key: string, { data, hash }: Called): string => folder.wordsFor(data.root.language).say(key, hash)

/** `{{named digest}}`: what the digest of that slug is called. */
const named = (slug: string, { data }: Called): string => data.root.digestNames?.[slug] ?? slug

const pages = openPageFolder('desk/', { say, named })

/** Renders templates/desk/<name>.hbs inside the desk's layout (page-folder.ts). */
export const renderDeskPage = (name: string, data: PageData): string => pages.page(name, data)

/** The template alone, to be put into a page that is shown already. */
export const renderDeskPart = (name: string, data: PageData): string => pages.fragment(name, data)

/** The languages that the desk speaks. */
export const deskLanguages = folder.languages

/** The first of these languages that the desk speaks; else English. */
export const deskLanguage = folder.best

/** The desk's words, from templates/desk/words. */
export const deskWords = (language: string): Words => folder.wordsFor(language)
