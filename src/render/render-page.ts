import { openPageFolder, type PageData } from './page-folder.ts'

export type { PageData } from './page-folder.ts'

const pages = openPageFolder('pages/')

/** Renders templates/pages/<name>.hbs inside layout.hbs (page-folder.ts). */
export const renderPage = (name: string, data: PageData): string => pages.page(name, data)

/** Renders templates/pages/<name>.hbs by itself, to take the place of a part of a page. */
export const renderFragment = (name: string, data: PageData): string => pages.fragment(name, data)
