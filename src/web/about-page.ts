import type { Language } from '../domain/briefing.ts'
import type { Instant } from '../domain/instant.ts'
import { direction } from '../domain/language.ts'
import { wordLanguages } from '../render/words.ts'
import { CARD } from './assets.ts'

/** What a public page says of itself to machines. */
export type PageAbout = {
  /** Behind our home, without a slash at the beginning: `d/morning/3`. */
  path: string
  type?: 'article' | 'website'
  /** The frame of the page is there in every language that we have words for, by `?lang=…`. */
  isInEveryLanguage?: boolean
  /** The language that the address names; undefined where the browser's was taken. */
  chosen?: Language | undefined
  publishedAt?: Instant
  modifiedAt?: Instant
  tags?: string[]
  feeds?: FeedLink[]
}

/** A feed that belongs to a page; its address as that of a page. */
export type FeedLink = { type: string; title: string; path: string }

type Page = { title: string; language: Language; home: string }

/** The head of the page: canonical address, twins in other languages, feeds, and a card for whoever shares it (Open Graph). */
export function aboutView(about: PageAbout, { title, language, home }: Page) {
  const url = home + about.path
  return {
    title,
    url: about.chosen === undefined ? url : inLanguage(url, about.chosen),
    alternates: about.isInEveryLanguage
      ? [...wordLanguages().map((each) => ({ language: each, url: inLanguage(url, each) })), { language: 'x-default', url }]
      : [],
    feeds: (about.feeds ?? []).map((feed) => ({ ...feed, url: home + feed.path })),
    type: about.type ?? 'website',
    locale: new Intl.Locale(language)
      .maximize()
      .toString()
      .replace(/-[A-Z][a-z]{3}-/, '_'),
    image: { ...CARD.size, url: home + CARD.path },
    published: timeText(about.publishedAt),
    modified: timeText(about.modifiedAt),
    tags: about.tags ?? [],
  }
}

/** The same page in our other languages, each by its own name. */
export const languagesView = ({ path }: PageAbout, current: Language) =>
  wordLanguages().map((language) => ({
    language,
    dir: direction(language),
    name: new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language,
    path: inLanguage(path, language),
    isChosen: language === current,
  }))

const inLanguage = (url: string, language: Language): string => `${url}${url.includes('?') ? '&' : '?'}lang=${language}`

const timeText = (at: Instant | undefined): string => (at === undefined ? '' : Temporal.Instant.fromEpochMilliseconds(at).toString())
