import { openPageFolder, type PageData } from './page-folder.ts'
import { openWordFolder, type Words } from './word-folder.ts'

const pages = openPageFolder(new URL('../../templates/desk/', import.meta.url))
const folder = openWordFolder(new URL('../../templates/desk/words/', import.meta.url))

/** Renders templates/desk/<name>.hbs inside the desk's layout (page-folder.ts). */
export const renderDeskPage = (name: string, data: PageData): string => pages.page(name, data)

/** The languages that the desk speaks. */
export const deskLanguages = folder.languages

/** The first of these languages that the desk speaks; else English. */
export const deskLanguage = folder.best

/** The desk's words, from templates/desk/words. */
export const deskWords = (language: string): Words => folder.wordsFor(language)
