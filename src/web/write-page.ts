import type { Language } from '../domain/briefing.ts'
import { renderPage } from '../render/render-page.ts'
import { wordsFor } from '../render/words.ts'
import { ICON, STYLESHEET } from './assets.ts'
import type { Web } from './web.ts'

/** A page as a door gives it: the words that its template names by key stand in it as `words.…`. */
export type PageToWrite = {
  name: string
  language: Language
  title: string
  /** A sentence or two for search engines and cards. */
  description?: string
  words?: readonly string[]
  view?: object
}

const LAYOUT_WORDS = ['pageSkip', 'pageHome']

/** The whole html of a page: its template inside the layout. `root` is where our addresses begin, `/` or a folder behind a proxy. */
export function writePage({ publication }: Web, { name, language, title, description = '', words = [], view = {} }: PageToWrite): string {
  const own = wordsFor(language)
  const { sender, postalAddress } = publication
  return renderPage(name, {
    ...view,
    language: own.language,
    title: name === 'front' ? title : `${title} · ${sender.name}`,
    description,
    isFront: name === 'front',
    words: Object.fromEntries([...LAYOUT_WORDS, ...words].map((key) => [key, own.say(key)])),
    publication: { name: sender.name, postalAddress: postalAddress.split('\n') },
    root: rootOf(publication.links.home()),
    stylesheet: STYLESHEET.path,
    icon: ICON.path,
  })
}

/** The path under which people reach this server. A proxy may serve us in a folder of its own host and take its name away. */
export const rootOf = (home: string): string => new URL(home).pathname
