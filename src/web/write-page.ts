import type { Language } from '../domain/briefing.ts'
import { imprintLines } from '../domain/imprint-lines.ts'
import { renderPage } from '../render/render-page.ts'
import { wordsFor } from '../render/words.ts'
import { aboutView, languagesView, type PageAbout } from './about-page.ts'
import { ICON, SCRIPT, STYLESHEET, ZONE_SCRIPT } from './assets.ts'
import { listQueryText } from './list-query.ts'
import type { Web } from './web.ts'

/** What the layout fills in: a view that had one of these names would lose it. */
type OfLayout = 'title' | 'description' | 'words' | 'publication' | 'root' | 'shared' | 'languages' | 'place' | 'script' | 'clicks'

/** A page as a door gives it: the words that its template names by key stand in it as `words.…`. */
export type PageToWrite = {
  name: string
  language: Language
  title: string
  /** A sentence or two for search engines and cards. */
  description?: string
  words?: readonly string[]
  /** Whether the page comes to life with htmx; its route must allow it (security.ts). */
  isLive?: boolean
  view?: Record<string, unknown> & Partial<Record<OfLayout, never>>
  /** What search engines, cards and feed readers are told. Pages that concern one person have none. */
  about?: PageAbout
  /** Which of the ways in the masthead leads here. */
  place?: 'archive' | 'search'
}

const LAYOUT_WORDS = ['pageSkip', 'pageHome', 'navName', 'navArchive', 'navSearch', 'navLanguage']

/** The whole html of a page: its template inside the layout. `root` is where our addresses begin, `/` or a folder behind a proxy. */
export function writePage({ publication }: Pick<Web, 'publication'>, page: PageToWrite): string {
  const { name, language, title, description = '', words = [], isLive = false, view = {}, about, place = '' } = page
  const own = wordsFor(language)
  const { sender, postalAddress } = publication
  return renderPage(name, {
    ...view,
    language: own.language,
    title: name === 'front' ? title : `${title} · ${sender.name}`,
    description,
    isFront: name === 'front',
    words: Object.fromEntries([...LAYOUT_WORDS, ...words].map((key) => [key, own.say(key)])),
    publication: { name: sender.name, imprint: imprintLines(sender.name, postalAddress) },
    root: rootOf(publication.links.home()),
    stylesheet: STYLESHEET.path,
    icon: ICON.path,
    shared: about ? aboutView(about, { title, language: own.language, home: publication.links.home() }) : null,
    languages: about?.isInEveryLanguage ? languagesView(about, own.language) : null,
    languageQuery: listQueryText(about?.chosen === undefined ? {} : { language: about.chosen }),
    place,
    clicks: publication.countsClicks === true ? own.say('clicksCounted') : '',
    zoneScript: ZONE_SCRIPT.path,
    script: isLive ? SCRIPT.path : '',
  })
}

/** The path under which people reach this server. A proxy may serve us in a folder of its own host and take its name away. */
export const rootOf = (home: string): string => new URL(home).pathname
